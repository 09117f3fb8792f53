"""From a line of ``opinions.jsonl`` to the action that records it."""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from lianxin.cases.actions import RecordOpinion
from lianxin.demo.cast import Cast
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.places.models import Place, PlaceKind

Row = dict[str, Any]
_OCCASIONS: Final = Path(__file__).parent / "data" / "occasions.json"


@cache
def occasion_names() -> dict[str, str]:
    """The name people read of every occasion, by the code the lines carry."""
    data = json.loads(_OCCASIONS.read_text(encoding="utf-8"))
    return {one["code"]: one["name"] for one in data["occasions"]}


def place_of(row: Row, cast: Cast) -> Place | None:
    """The nearest place the line names: building, compound, site, neighbourhood."""
    named = row["place"]
    compound = cast.places.get((PlaceKind.COMPOUND, named["compound"] or ""))
    if compound is not None and named["building"]:
        building = Place.objects.filter(parent=compound, name__endswith=named["building"]).first()
        return building or compound
    site = next((one for (_kind, code), one in cast.places.items() if code == named["site"]), None)
    return compound or site or cast.places.get((PlaceKind.NEIGHBOURHOOD, named["neighbourhood"] or ""))


def recorder_of(row: Row, step: Row, cast: Cast) -> Actor:
    """Who wrote it down."""
    neighbourhood = row["place"]["neighbourhood"] or "N01"
    by = step["by"]
    if by == "resident":
        return cast.resident
    if by == "deputy":
        return cast.deputy(row["deputies"][0])
    if by in {roles.COMMITTEE, roles.SECRETARY, roles.RECORDER}:
        return cast.at(by, neighbourhood)
    return cast.somebody(by)


def recording(row: Row, step: Row, cast: Cast) -> RecordOpinion:
    """The action that writes this line down."""
    place, contact = place_of(row, cast), row["contact"] or {}
    return RecordOpinion(
        actor=recorder_of(row, step, cast),
        words=row["verbatim"] or "",
        observation=row["observation"] or "",
        kind=row["kind"],
        category=row["category"] or "",
        tags=tuple(row["tags"]),
        place_id=place.pk if place else None,
        place_note=row["place"]["detail"] or "",
        channel=row["channel"],
        track=row["track"],
        occasion=occasion_names().get(row["occasion"] or "", ""),
        spoken_on=dt.datetime.fromisoformat(row["spoken_at"]).date(),
        summary=row["summary"],
        points=tuple(row["points"]),
        deputy_ids=tuple(cast.deputies[code].pk for code in row["deputies"] if code in cast.deputies),
        on_behalf_of=row["on_behalf_of"] or "",
        urgent=row["urgency"] != "normal",
        confidential=row["confidential"],
        consent_text=row["consent_text"] and not row["confidential"],
        consent_name=row["consent_name"] and not row["confidential"],
        contact_name=contact.get("alias") or "" if contact.get("phone") else "",
        contact=contact.get("phone") or "",
        client_key=f"demo-{row['key']}",
    )
