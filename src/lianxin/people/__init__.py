"""Who may do what: accounts, roles of a town, policies, sign-in and the three administrators."""
