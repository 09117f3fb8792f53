"""Pages of the projects room: seasons and ideas, projects, votes."""
