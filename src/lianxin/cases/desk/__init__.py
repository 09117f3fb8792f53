"""The desk: work lists by role, the page of a case with its moves, and writing down words at the counter."""
