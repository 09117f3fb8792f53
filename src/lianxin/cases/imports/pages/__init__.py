"""Import pages of the desk: upload, look, confirm, watch, read the result, undo."""
