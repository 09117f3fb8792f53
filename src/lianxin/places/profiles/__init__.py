"""Town profiles: everything a town starts with, from one JSON or TOML file, loaded as often as one likes."""

from lianxin.places.profiles.loading import LoadProfile, export_profile, load_profile
from lianxin.places.profiles.reading import BadProfile, read_profile
from lianxin.places.profiles.sections import Context, Section, register_section
from lianxin.places.profiles.upsert import Count, upsert

__all__ = [
    "BadProfile",
    "Context",
    "Count",
    "LoadProfile",
    "Section",
    "export_profile",
    "load_profile",
    "read_profile",
    "register_section",
    "upsert",
]
