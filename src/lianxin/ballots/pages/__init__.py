"""The pages of an electronic vote."""
