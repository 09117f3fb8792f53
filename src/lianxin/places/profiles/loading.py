"""Loading a whole profile: one action, one entry in the log; and giving a town's profile back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from lianxin.core.clock import now
from lianxin.core.hashing import canonical_json, digest
from lianxin.db.models import District, Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.places.models import ProfileLoad
from lianxin.places.policies import SYSTEM_ADMIN, must_hold
from lianxin.places.profiles import duties, geography, lists, offices
from lianxin.places.profiles.reading import BadProfile, Profile, read_profile
from lianxin.places.profiles.sections import Context, in_order, register_section

for _section in (lists.SECTION, geography.SECTION, offices.SECTION, duties.SECTION):
    register_section(_section)


@dataclass(kw_only=True)
class LoadProfile(Action[ProfileLoad]):
    """Load a profile into the current town: new rows are made, changed ones changed, nothing is deleted.

    Loading the same profile again changes nothing but notes the load.  Raises :class:`BadProfile`, and then
    nothing has changed.
    """

    verb: ClassVar[str] = "places.profile_loaded"

    data: Profile

    def check(self) -> None:
        """Only the system administrator."""
        must_hold(self.actor, SYSTEM_ADMIN)

    def perform(self) -> ProfileLoad:
        """Let every section load its part."""
        self.context = Context()
        for section in in_order():
            section.load(self.data, self.context)
        counts = {name: count.as_list() for name, count in self.context.counts.items()}
        self.loaded = ProfileLoad(
            loaded_at=now(),
            digest=digest(canonical_json(dict(self.data))),
            counts=json.dumps(counts, sort_keys=True),
        )
        self.loaded.save(force_insert=True)
        return self.loaded

    def subject(self) -> Subject:
        """The load."""
        return Subject("profile_load", self.loaded.pk)

    def entry_data(self) -> Mapping[str, object]:
        """The digest of the profile and how much it changed."""
        return {"digest": self.loaded.digest, "counts": json.loads(self.loaded.counts)}


def load_profile(source: Path | Profile, town: Town | None = None, actor: Actor = SYSTEM) -> Town:
    """Load a profile from a file or mapping and return its town, made when it is missing.

    With ``town`` the profile is loaded into that town, whatever code it names.  Raises :class:`BadProfile`.
    """
    data = read_profile(source)
    with write():
        row = town or _town_of(data)
        with town_scope(row):
            LoadProfile(actor=actor, data=data).execute()
    return row


def export_profile(town: Town) -> dict[str, Any]:
    """The town's profile as it stands, in the form :func:`load_profile` reads."""
    with town_scope(town):
        parts: dict[str, Any] = {}
        for section in in_order():
            parts.update(section.export())
    head = {
        "town": {
            "code": town.code,
            "slug": town.slug,
            "name": town.name,
            "short_name": town.short_name,
            "is_demo": town.is_demo,
        },
        "district": {"code": town.district.code, "name": town.district.name} if town.district else None,
    }
    return {**head, **parts}


def _town_of(data: Mapping[str, Any]) -> Town:
    """The town with the profile's code, its names brought up to date; the first town is the default one."""
    facts = data["town"]
    district = _district_of(data.get("district"))
    values = {
        "slug": facts["slug"],
        "name": facts["name"],
        "short_name": facts.get("short_name") or "",
        "is_demo": bool(facts.get("is_demo")),
        "district": district,
    }
    known = Town.objects.filter(code=str(facts["code"])).first()
    if known is None and Town.objects.filter(slug=facts["slug"]).exists():
        raise BadProfile(f"已经有另一个镇用了网址短名 {facts['slug']}，请换一个 slug。")
    if known is None:
        is_first = not Town.objects.filter(is_default=True).exists()
        return Town.objects.create(code=str(facts["code"]), is_default=is_first, **values)
    for name, value in values.items():
        setattr(known, name, value)
    known.save()
    return known


def _district_of(facts: Mapping[str, Any] | None) -> District | None:
    if not facts:
        return None
    district, _made = District.objects.get_or_create(code=str(facts["code"]), defaults={"name": facts["name"]})
    return district
