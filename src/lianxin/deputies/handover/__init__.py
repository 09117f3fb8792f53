"""交接: when a term or a mandate ends, what was open passes to a successor and the original stays named."""
