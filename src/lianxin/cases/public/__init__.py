"""The resident's face: say it in three screens, follow it by a code, say whether it is really solved."""
