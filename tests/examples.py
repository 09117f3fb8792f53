"""How many examples a property test tries: few in an ordinary run, many with ``dev.py test --full``."""

import os


def examples(few: int, many: int) -> int:
    """``few``, or ``many`` where the whole night is there for it."""
    return many if os.environ.get("LIANXIN_FULL") else few
