"""The two-level categories of what residents speak about."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models.status import Status


class Category(TownOwned):
    """A category; one without ``parent`` is of the first level.

    ``congress_class`` is the class under which the People's Congress reports it.
    """

    parent = TownForeignKey("places.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(max_length=48)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    congress_class = models.CharField(max_length=24, blank=True)
    source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.TO_CONFIRM)
    sort = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """A code is unique in its town."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="places_category_code")]

    def __str__(self) -> str:
        """The Chinese name."""
        return self.name

    @property
    def is_first_level(self) -> bool:
        """Whether this is a first-level category."""
        return self.parent_id is None
