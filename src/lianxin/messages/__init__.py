"""Messages: an inbox for people, roles and units, fed by what actions announce."""
