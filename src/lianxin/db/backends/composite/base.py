"""The mode ``composite``: keys with the town, tables otherwise plain. One data-only dump away from ``citus``."""

from lianxin.db.backends.townkeys import TownKeyWrapper


class DatabaseWrapper(TownKeyWrapper):
    """A connection in the mode ``composite``."""
