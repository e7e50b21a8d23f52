"""The procedures that CALL can use."""
