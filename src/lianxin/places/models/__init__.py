"""What the places room stores; one file per noun."""

from lianxin.places.models.category import Category
from lianxin.places.models.duty import DutyCoUnit, DutyRule, LeadKind, Origin
from lianxin.places.models.list_item import ListItem
from lianxin.places.models.place import Place, PlaceKind
from lianxin.places.models.profile_load import ProfileLoad
from lianxin.places.models.status import Status
from lianxin.places.models.unit import Unit, UnitPlace, UnitPlaceRole

__all__ = [
    "Category",
    "DutyCoUnit",
    "DutyRule",
    "LeadKind",
    "ListItem",
    "Origin",
    "Place",
    "PlaceKind",
    "ProfileLoad",
    "Status",
    "Unit",
    "UnitPlace",
    "UnitPlaceRole",
]
