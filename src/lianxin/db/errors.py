"""What the town engine refuses. These are programming errors: no resident or clerk should ever see them."""


class TownError(RuntimeError):
    """Base of all refusals of the town engine."""


class TownScopeMissing(TownError):
    """Town-owned rows were asked for without saying whose; enter `town_scope(town)` first."""


class CrossTownReference(TownError):
    """A row of one town was pointed to a row of another town."""


class TownChangeRefused(TownError):
    """Somebody tried to move a row to another town; make a new row there and link the two by number instead."""
