"""Pages for coming in, going out, and one's own account."""
