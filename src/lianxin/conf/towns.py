"""The first town of an installation: from a profile file, or an empty one."""
