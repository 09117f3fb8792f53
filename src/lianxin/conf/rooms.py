"""The rooms of the house in the order of their layers: a room imports only from rooms before it."""

from importlib.util import find_spec

#: Lowest first. `conf`, which assembles them, stands above all.
LAYERS = (
    "core", "db", "journal", "places", "people", "ui", "records", "clocks", "messages", "reports", "deputies",
    "cases", "field", "aggregation", "ballots", "home", "contact", "inspections", "projects", "api", "faces", "demo",
)  # fmt: skip

#: Rooms with models, templates or tags, hence Django apps.
APPS = tuple(room for room in LAYERS if room != "core")


def room_has(room: str, module: str) -> bool:
    """Whether a room has a module of that dotted name; answers without importing the module itself."""
    try:
        return find_spec(f"lianxin.{room}.{module}") is not None
    except ModuleNotFoundError:
        return False


def installed_rooms() -> tuple[str, ...]:
    """The rooms of this house that Django knows: every one of them must be there."""
    return APPS
