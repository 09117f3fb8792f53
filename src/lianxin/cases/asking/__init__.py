"""A deputy asks the congress to press; the congress answers what it did.  A deputy presses nobody."""
