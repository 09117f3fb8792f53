"""How the room is read."""
