"""How opinions and cases are read: work lists, the page of a case, the resident's own status."""
