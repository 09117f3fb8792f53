"""What happens to accounts, grants, links, locks and building heads."""
