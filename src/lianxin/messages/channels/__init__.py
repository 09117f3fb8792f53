"""Messages out: mail, robots, webhooks and text messages, through the outbox, never with anybody's words."""
