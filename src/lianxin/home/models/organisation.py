"""The organisation chart of the town People's Congress: posts in official order, as of a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned


class Body(models.TextChoices):
    """The bodies of a town People's Congress, in the order of the chart."""

    CONGRESS = "congress", _("镇人民代表大会")
    PRESIDIUM = "presidium", _("主席团")
    CHAIR = "chair", _("主席、副主席")
    OFFICE = "office", _("人大办公室")
    GROUPS = "groups", _("代表小组")
    STATIONS = "stations", _("代表之家、站、点")


class Post(TownOwned):
    """A post and who holds it, from a day to a day (inclusive).

    Names stand as the town publishes them; ``sort`` is the official order of names, which is data and never computed.
    A new holder is a new row: the chart of an earlier day stays what it was.
    """

    body = models.CharField(max_length=16, choices=Body)
    title = models.CharField(max_length=60)
    holder = models.CharField(max_length=60, blank=True)
    duties = models.CharField(max_length=200, blank=True)
    sort = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """Posts read by body and order."""

        indexes = [models.Index(fields=["town", "body", "sort"], name="home_post_order")]

    def __str__(self) -> str:
        """The title of the post."""
        return self.title
