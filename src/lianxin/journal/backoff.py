"""How long to wait after a failure: a minute, then longer each time, at most half a day."""

import datetime as dt
from typing import Final

#: Attempts after which an announcement is given up and shown to the system administrator.
RETRIES: Final = 12
_LONGEST: Final = dt.timedelta(hours=12)


def wait_after(attempts: int) -> dt.timedelta:
    """The pause after the n-th failed attempt (n ≥ 1): 1, 2, 4, 8 … minutes, at most 12 hours."""
    return min(dt.timedelta(minutes=2 ** min(attempts - 1, 16)), _LONGEST)
