"""What happens on a visit and right after it: recorded, told, confirmed by the deputies, given in as a list."""
