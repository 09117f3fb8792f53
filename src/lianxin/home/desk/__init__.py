"""Pages of the home on the desk."""
