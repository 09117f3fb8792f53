"""Where things are and who is in charge: places, units, categories, the 权责表 and town profiles."""
