"""Changes to places, units, lists and the 权责表, one by one; whole profiles come through ``profiles``."""

from lianxin.places.actions.categories import SetCategory
from lianxin.places.actions.duties import EndDuty, SetDuty
from lianxin.places.actions.lists import SetListItem
from lianxin.places.actions.places import ChangePlace, EnterPlace, PlaceFacts
from lianxin.places.actions.town import ChangeTown
from lianxin.places.actions.units import SetUnit

__all__ = [
    "ChangePlace",
    "ChangeTown",
    "EndDuty",
    "EnterPlace",
    "PlaceFacts",
    "SetCategory",
    "SetDuty",
    "SetListItem",
    "SetUnit",
]
