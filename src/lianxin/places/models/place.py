"""The tree of places: 镇域 → 片区 → 居民区 / 园区·楼宇 → 居住区 → 楼."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class PlaceKind(models.TextChoices):
    """What a place is.  ``STATION`` is a point where deputies can be met (家·站·点), a leaf of the tree."""

    TOWN = "town", _("镇域")
    AREA = "area", _("片区")
    NEIGHBOURHOOD = "neighbourhood", _("居民区")
    PARK = "park", _("园区")
    TOWER = "tower", _("楼宇")
    COMPOUND = "compound", _("居住区")
    BUILDING = "building", _("楼栋")
    STATION = "station", _("代表联系站点")


class Place(TownOwned):
    """One place of a town.

    ``path`` is the materialised path ``/id/id/…/`` from the root to this place itself, so that a
    subtree is one prefix.  ``tile_x``/``tile_y`` are invented positions on the schematic map, not
    coordinates.  ``public_token`` stands in QR codes on walls; it names the place and gives no right.
    """

    parent = TownForeignKey("places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=16, choices=PlaceKind)
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True)
    aliases = models.TextField(default="[]")
    roads = models.TextField(default="[]")
    facts = models.TextField(default="{}")
    jurisdiction = models.CharField(max_length=16, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)
    tile_x = models.FloatField(null=True, blank=True)
    tile_y = models.FloatField(null=True, blank=True)
    path = models.CharField(max_length=200)
    sort = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    public_token = models.CharField(max_length=43, default=random_token)

    class Meta:
        """A code is unique per town and kind; a token per town; subtrees read by path."""

        constraints = [
            models.UniqueConstraint(fields=["town", "kind", "code"], name="places_place_code"),
            models.UniqueConstraint(fields=["town", "public_token"], name="places_place_token"),
        ]
        indexes = [models.Index(fields=["town", "path"], name="places_place_path")]

    def __str__(self) -> str:
        """The name people use."""
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one, for lists and maps."""
        return self.short_name or self.name

    @property
    def alias_list(self) -> list[str]:
        """Other names residents use."""
        return list(json.loads(self.aliases))

    @property
    def road_list(self) -> list[str]:
        """Roads the place lies on."""
        return list(json.loads(self.roads))

    @property
    def fact_map(self) -> dict[str, Any]:
        """Further facts of the profile (address, office hours, year built, kind of housing …)."""
        return dict(json.loads(self.facts))

    @property
    def ancestor_ids(self) -> tuple[int, ...]:
        """Ids from the root down to and including this place."""
        return tuple(int(part) for part in self.path.split("/") if part)

    def lies_in(self, path: str) -> bool:
        """Whether this place is the place with ``path`` or lies below it; an empty path is the whole town."""
        return self.path.startswith(path)
