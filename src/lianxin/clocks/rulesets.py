"""Rule sets: read from data, stored per town and version, found by track, question, kind and day."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, ClassVar

from django.db.models import QuerySet

from lianxin.clocks.models import ClockRule
from lianxin.clocks.rules import Limit, slots_of
from lianxin.core.clock import today
from lianxin.db import prepared
from lianxin.db.scope import current_town_id
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM, Actor


@lru_cache(maxsize=1)
def standard() -> Mapping[str, Any]:
    """The rule sets that come with the program, as read from ``data/rulesets.json``."""
    text = files("lianxin.clocks").joinpath("data/rulesets.json").read_text(encoding="utf-8")
    data: Mapping[str, Any] = json.loads(text)
    return data


def lines_of(rule_set: Mapping[str, Any]) -> list[ClockRule]:
    """The unsaved rules of one rule set; a line for several kinds becomes one row a kind."""
    rows: list[ClockRule] = []
    for line in rule_set["clocks"]:
        for slot, variant in slots_of(line["code"], line.get("kinds")):
            rows.append(
                ClockRule(
                    rule_set=rule_set["code"],
                    version=rule_set["version"],
                    track=rule_set["track"],
                    code=slot,
                    variant=variant,
                    label=line["label"],
                    label_en=line.get("label_en", ""),
                    n=line["n"],
                    unit=line["unit"],
                    max_times=line.get("max_times"),
                    source=line.get("source", ""),
                    status=line.get("status", "待核"),
                    note=line.get("note", ""),
                    valid_from=dt.date.fromisoformat(rule_set["valid_from"]),
                )
            )
    return rows


_MEANING = ("label", "n", "unit", "max_times", "source", "status")


@dataclass(kw_only=True)
class LoadRuleSet(Action[int]):
    """Store what is new or changed in one rule set; the old line stays and ends the day before.

    A changed line becomes valid today, never backwards: clocks that run keep the rule they started under.
    """

    verb: ClassVar[str] = "clocks.rules_loaded"

    rule_set: Mapping[str, Any]

    def perform(self) -> int:
        """Write new lines and end replaced ones; returns how many lines are new."""
        self._new = store(self.rule_set)
        return len(self._new)

    def subject(self) -> Subject:
        """The first new line stands for the load; without one, the town."""
        return Subject("clock_rule", self._new[0].pk if self._new else current_town_id())

    def entry_data(self) -> dict[str, object]:
        """Which lines, with their numbers."""
        return {
            "rule_set": self.rule_set["code"],
            "version": self.rule_set["version"],
            "lines": [[r.code, r.variant, r.n, r.unit, r.valid_from, r.status] for r in self._new],
        }


def store(rule_set: Mapping[str, Any]) -> list[ClockRule]:
    """Write what is new or changed in one rule set (inside the caller's transaction); returns the new lines."""
    old = {
        (rule.code, rule.variant): rule
        for rule in ClockRule.objects.filter(track=rule_set["track"], valid_to=None).order_by("valid_from")
    }
    fresh: list[ClockRule] = []
    for rule in lines_of(rule_set):
        known = old.get((rule.code, rule.variant))
        if known is not None and all(getattr(known, name) == getattr(rule, name) for name in _MEANING):
            continue
        if known is not None:
            rule.valid_from = max(today(), known.valid_from + dt.timedelta(days=1))
            known.valid_to = rule.valid_from - dt.timedelta(days=1)
            known.save(update_fields=["valid_to"])
        fresh.append(rule)
    ClockRule.objects.bulk_create(fresh)
    return fresh


def load_rulesets(actor: Actor = SYSTEM, data: Mapping[str, Any] | None = None) -> int:
    """Load every rule set of ``data`` (default: the standard ones) into the current town; how many lines are new."""
    made = 0
    for rule_set in (data or standard())["rulesets"]:
        if _differs(rule_set):
            made += LoadRuleSet(actor=actor, rule_set=rule_set).execute()
    return made


def _differs(rule_set: Mapping[str, Any]) -> bool:
    """Whether the town lacks a line of the rule set, or has another one in force."""
    names = ("code", "variant", *_MEANING)
    known = set(ClockRule.objects.filter(track=rule_set["track"], valid_to=None).values_list(*names))
    return any(tuple(getattr(rule, name) for name in names) not in known for rule in lines_of(rule_set))


def limits(track: str, codes: Sequence[str], variant: str, on: dt.date) -> dict[str, Limit]:
    """The limits of ``track`` for these questions in force on a day, by code; one statement.

    A rule for ``variant`` (the kind of the opinion, or ``complex``) wins over the general one.  A code the track has no
    rule for is missing: tracks never borrow each other's clocks.
    """
    wanted, variants = frozenset(codes), ("", variant)
    found: dict[str, ClockRule] = {}
    for rule in prepared.objects("clock.rules", _of_track, track):
        if rule.code not in wanted or rule.variant not in variants:
            continue
        known = found.get(rule.code)
        if known is None or _rank(rule, on) >= _rank(known, on):
            found[rule.code] = rule
    return {code: _limit(rule) for code, rule in found.items()}


def _of_track(track: str) -> QuerySet[ClockRule]:
    """All rules a track ever had: a handful, so that the questions asked for need no statement of their own."""
    return ClockRule.objects.filter(track=track).order_by("valid_from", "id")


def _rank(rule: ClockRule, on: dt.date) -> tuple[bool, bool]:
    """In force on the day first, then the special before the general."""
    in_force = rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)
    return in_force, bool(rule.variant)


def _limit(rule: ClockRule) -> Limit:
    more = (rule.max_times, rule.source, rule.status, rule.label_en)
    return Limit(rule.code, rule.label, rule.n, rule.unit, rule.pk, *more)


def limit(track: str, code: str, on: dt.date, variant: str = "") -> Limit | None:
    """One limit, or ``None`` when the track has none."""
    return limits(track, [code], variant, on).get(code)


def labels(tracks: Iterable[str]) -> dict[str, str]:
    """The label of each rule set by track, for pages that say under which rules a matter runs."""
    wanted = set(tracks)
    return {row["track"]: row["label"] for row in standard()["rulesets"] if row["track"] in wanted}
