"""The room's pages: those of the phone, the receiver, the slip's own page, and the sheet of visit links."""
