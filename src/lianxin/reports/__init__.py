"""Reports: figures with their definition, their counts and their n; higher rooms register theirs."""
