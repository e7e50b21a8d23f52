"""Reading dates as people write them."""
