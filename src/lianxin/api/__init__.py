"""How the loop meets a machine: the same actions, policies and selectors as the pages, as JSON under ``/api/v1/``."""
