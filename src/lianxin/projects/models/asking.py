"""What residents are asked: consultations as counts a building, and the advisory vote by printed household codes.

No row says who answered: a consultation keeps numbers, the advisory vote keeps no time and no link to a code.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class Consultation(TownOwned):
    """One question to residents with a few choices; ``project`` where it is about one, ``code`` is in its address."""

    title = models.CharField(max_length=60)
    question = models.CharField(max_length=300)
    choices = models.TextField()
    project = TownForeignKey("projects.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        """A code is unique in the town."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="projects_consultation_code")]

    def __str__(self) -> str:
        """Its title."""
        return self.title


class Way(models.TextChoices):
    """How an answer came."""

    WEB = "web", _("扫码")
    PAPER = "paper", _("纸质")


class Answers(TownOwned):
    """How many gave one answer in one building, by one way."""

    consultation = TownForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    place = TownForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    building = models.CharField(max_length=40, blank=True)
    choice = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=6, choices=Way)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a building, choice and way."""

        constraints = [
            models.UniqueConstraint(
                fields=["town", "consultation", "place", "building", "choice", "way"], name="projects_answers_once"
            )
        ]


class Wish(TownOwned):
    """The residents' advisory vote (群众点单) on a year's projects within a budget of whole yuan."""

    season = TownForeignKey("projects.Season", on_delete=models.PROTECT, related_name="wishes")
    budget = models.PositiveBigIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        """Read by season."""

        indexes = [models.Index(fields=["town", "season"], name="projects_wish_season")]


class WishItem(TownOwned):
    """A project to choose, with its number and its cost as it was when the vote began."""

    wish = TownForeignKey(Wish, on_delete=models.PROTECT, related_name="items")
    project = TownForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    cost = models.PositiveBigIntegerField()

    class Meta:
        """A number stands once."""

        constraints = [models.UniqueConstraint(fields=["town", "wish", "number"], name="projects_wish_number")]


class HouseCode(TownOwned):
    """A printed code of a household: only its digest is kept, and whether it was used; nobody keeps who got it."""

    wish = TownForeignKey(Wish, on_delete=models.PROTECT, related_name="codes")
    place = TownForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    used = models.BooleanField(default=False)

    class Meta:
        """A code is unique in its vote."""

        constraints = [models.UniqueConstraint(fields=["town", "wish", "digest"], name="projects_house_code")]


class WishPaper(TownOwned):
    """The same choice in the same neighbourhood, how many times: numbers of projects joined by commas."""

    wish = TownForeignKey(Wish, on_delete=models.PROTECT, related_name="papers")
    place = TownForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    picks = models.CharField(max_length=200)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a choice and neighbourhood."""

        constraints = [models.UniqueConstraint(fields=["town", "wish", "place", "picks"], name="projects_wish_paper")]
