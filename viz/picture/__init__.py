"""The picture: its actors and ties as plain data, their positions, colours and lines."""
