"""Entries of the town's lists: kinds of opinion, channels, tags, reasons for a no, result schemes …"""

import json
from typing import Any

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.places.models.status import Status


class ListItem(TownOwned):
    """One entry of one list in one version.

    ``list_code`` names the list (``opinion_kind``, ``channel``, ``tag``, ``no_reason``,
    ``result_scheme`` …), ``data`` is JSON text with what the list adds.  A changed meaning is a new
    version; the old row stays, no longer current, because old records point to it by code and version.
    """

    list_code = models.CharField(max_length=32)
    code = models.CharField(max_length=48)
    version = models.PositiveIntegerField(default=1)
    label = models.CharField(max_length=80)
    label_en = models.CharField(max_length=120, blank=True)
    data = models.TextField(default="{}")
    source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.TO_CONFIRM)
    sort = models.PositiveIntegerField(default=0)
    is_current = models.BooleanField(default=True)

    class Meta:
        """A code exists once per list and version."""

        constraints = [
            models.UniqueConstraint(fields=["town", "list_code", "code", "version"], name="places_list_item_code")
        ]

    def __str__(self) -> str:
        """The Chinese label."""
        return self.label

    @property
    def extra(self) -> dict[str, Any]:
        """What the list adds, as a mapping."""
        return dict(json.loads(self.data))
