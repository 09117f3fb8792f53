"""PostgreSQL with town-owned tables split into hash partitions by town."""
