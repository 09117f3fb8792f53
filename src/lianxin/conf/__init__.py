"""How the house is assembled: typed settings, URLs, wsgi, the command line and the supervisor."""
