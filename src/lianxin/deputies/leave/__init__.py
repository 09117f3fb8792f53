"""Leave (请假) of deputies."""
