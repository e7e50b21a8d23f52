"""What a load changes in its target besides new rows: replaced claims, corrected types, changed rows."""
