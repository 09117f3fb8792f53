"""Matters handed from a reception to a named deputy, and the right address for what the law keeps elsewhere."""
