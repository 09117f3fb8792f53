"""A personal feed of due days for the calendar of one's telephone."""
