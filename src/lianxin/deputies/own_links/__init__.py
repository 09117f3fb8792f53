"""The read-only link of a deputy: one page, no sign-in, revocable (ADR 11)."""
