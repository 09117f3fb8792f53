"""Answers carried to the door: runs, slips, call lists, and the tick that comes back."""
