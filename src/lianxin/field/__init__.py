"""Work without network: record on a phone, keep it there, deliver it once.  Begin reading at ``kinds.py``."""
