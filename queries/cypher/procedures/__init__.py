"""The procedures for CALL."""
