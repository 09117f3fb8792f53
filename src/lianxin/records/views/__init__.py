"""Pages of the records room, one module per subject."""
