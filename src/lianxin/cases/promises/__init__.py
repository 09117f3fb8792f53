"""承诺台账: what was promised, by whom, until when, what became of it, and who was told."""
