"""Pressing what is late: time reminds and urges, prepares orders and steps; people sign, answer, lift."""
