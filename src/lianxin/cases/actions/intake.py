"""Checking what was typed about an opinion: every field has its sentence, and nothing typed is lost or cut."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.cases import lists
from lianxin.cases.actions.base import at, line, too_long
from lianxin.cases.models import Track
from lianxin.core.clock import today
from lianxin.core.text import MAX_TEXT, check_input, halfwidth, tidy
from lianxin.db import prepared
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import Actor
from lianxin.journal.errors import FieldProblem
from lianxin.people import roles
from lianxin.places.models import Category, Place

OLDEST: Final = dt.date(1990, 1, 1)
MAX_POINTS: Final = 12
MAX_POINT: Final = 300
MAX_TAGS: Final = 12

#: Longest of each typed line, as wide as its column.
LINES: Final = {
    "summary": 200,
    "place_note": 120,
    "occasion": 60,
    "recorder_label": 120,
    "on_behalf_of": 60,
    "contact_name": 40,
    "contact": 80,
    "outside_number": 60,
}

_DIGITS_ONLY: Final = re.compile(r"[\d\s()+\-—–/#*转,，.]+")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_words(name: str, text: str, *, required: bool) -> list[FieldProblem]:
    """A text of up to 20,000 characters."""
    found = check_input(text, required=required)
    if found.code == "required":
        return [at(name, "words_missing")]
    if found.code == "too_long":
        return [at(name, "words_long", limit=MAX_TEXT, length=len(found.value))]
    return []


def check_contact(name: str, contact: str) -> list[FieldProblem]:
    """A phone number with enough digits, an e-mail address, or nothing; a name alone reaches nobody."""
    if not contact:
        return [at("contact", "name_without_contact")] if name else []
    plain = halfwidth(contact)
    digits = sum(sign.isdigit() for sign in plain)
    looks_right = 5 <= digits <= 20 if _DIGITS_ONLY.fullmatch(plain) else bool(_EMAIL.search(plain)) or digits >= 5
    return [] if looks_right else [at("contact", "contact_unreadable")]


def check_consent(confidential: bool, consent_text: bool, consent_name: bool) -> list[FieldProblem]:
    """Confidential excludes public; a public name needs a public text."""
    if confidential and (consent_text or consent_name):
        return [at("confidential", "confidential_and_public")]
    return [at("consent_name", "consent_name_needs_text")] if consent_name and not consent_text else []


def check_day(name: str, day: dt.date | None) -> list[FieldProblem]:
    """A day on which somebody can have spoken."""
    if day is None:
        return []
    if day > today():
        return [at(name, "date_future")]
    return [at(name, "date_too_old")] if day < OLDEST else []


def check_points(points: Sequence[str]) -> list[FieldProblem]:
    """Not too many, none too long."""
    if len(points) > MAX_POINTS:
        return [at("points", "points_many", limit=MAX_POINTS)]
    return [problem for point in points for problem in too_long("points", point, MAX_POINT)]


def tidy_points(points: Iterable[str]) -> tuple[str, ...]:
    """Points as lines, empty ones dropped."""
    return tuple(found for point in points if (found := line(point)))


@dataclass(frozen=True, slots=True)
class Codes:
    """The coded answers of a form, checked against the town's lists."""

    kind: str
    channel: str
    track: str
    tags: Sequence[str]

    def problems(self, book: lists.Book) -> list[FieldProblem]:
        """Which code is in no list; ``unknown`` is a kind, because a person may leave it open."""
        found = []
        if self.kind != lists.UNKNOWN and self.kind not in book["opinion_kind"]:
            found.append(at("kind", "kind_unknown"))
        if self.channel not in book["channel"]:
            found.append(at("channel", "channel_unknown"))
        if self.track not in Track.values:
            found.append(at("track", "track_unknown"))
        found += [at("tags", "tag_unknown", tag=code) for code in self.tags if code not in book["tag"]]
        return found


def find_place(place_id: int | None) -> tuple[Place | None, list[FieldProblem]]:
    """The place chosen from the list; ``None`` stays "unknown" for a person to find."""
    if place_id is None:
        return None, []
    place = prepared.first("place", lambda pk: Place.objects.filter(pk=pk, is_active=True), int(place_id))
    return place, [] if place is not None else [at("place_id", "place_unknown")]


def check_reach(actor: Actor, place: Place | None) -> list[FieldProblem]:
    """Secretaries, committees and recorders write down what concerns their own place."""
    bound = actor.grants_of(roles.SECRETARY, roles.COMMITTEE, roles.RECORDER)
    free = actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.DEPUTY)
    if place is None or free or not bound:
        return []
    reached = any(not grant.place_path or place.path.startswith(grant.place_path) for grant in bound)
    return [] if reached else [at("place_id", "place_outside")]


def find_category(code: str) -> tuple[Category | None, list[FieldProblem]]:
    """The category by its code; empty or ``unknown`` stays open."""
    if not code or code == lists.UNKNOWN:
        return None, []
    category = Category.objects.filter(code=code, is_active=True).first()
    return category, [] if category is not None else [at("category", "category_unknown")]


def find_deputies(ids: Collection[int]) -> tuple[list[Deputy], list[FieldProblem]]:
    """The deputies chosen; one statement, none when nobody was chosen."""
    if not ids:
        return [], []
    found = list(Deputy.objects.filter(pk__in=ids).order_by("sort", "id"))
    return found, [] if len(found) == len(set(ids)) else [at("deputy_ids", "deputy_unknown")]


def long_lines(values: dict[str, str]) -> list[FieldProblem]:
    """Which lines are longer than their column."""
    return [problem for name, text in values.items() for problem in too_long(name, text, LINES[name])]


def tidy_text(text: str) -> str:
    """What is stored of a typed text; nothing else is ever changed in it."""
    return tidy(text)
