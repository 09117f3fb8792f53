"""The roll-up behind the supervision table: counts a unit, neighbourhood and month, made anew from the cases."""

from django.db import models

from lianxin.db.base import TownOwned


class SupervisionCell(TownOwned):
    """What one unit has of one neighbourhood among the matters received in one month.

    ``month`` is the first day; ``unit_ref`` and ``home_ref`` are ids, 0 for "none yet" or "no place named". ``overdue``
    counts open matters past the date of their present step on the day of the roll-up.
    """

    month = models.DateField()
    unit_ref = models.BigIntegerField()
    home_ref = models.BigIntegerField()
    received = models.PositiveIntegerField()
    open_now = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    solved = models.PositiveIntegerField()
    unsolved = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()

    class Meta:
        """One row a cell; the table is read by month."""

        constraints = [
            models.UniqueConstraint(fields=["town", "month", "unit_ref", "home_ref"], name="cases_supervision_cell")
        ]
        indexes = [models.Index(fields=["town", "month", "id"], name="cases_supervision_month")]


class SupervisionMark(TownOwned):
    """Up to when the roll-up of a town knows the log, and for which day it counted what is overdue."""

    seen_until = models.DateTimeField()
    day = models.DateField()

    class Meta:
        """One a town."""

        constraints = [models.UniqueConstraint(fields=["town"], name="cases_supervision_mark")]
