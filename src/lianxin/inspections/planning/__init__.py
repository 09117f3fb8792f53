"""Plans that go where it matters: which places are worth a visit today, and on which way. Pure; no Django."""
