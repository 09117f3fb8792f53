"""The desk's pages of pressing: orders, congress steps, the two ladders."""
