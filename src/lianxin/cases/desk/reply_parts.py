"""The fields one part of a reply asks for (the reply as a whole, or one point), and how they become a stored part."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _

from lianxin.cases import lists
from lianxin.cases.actions.reply import facts_json
from lianxin.cases.models import PointAnswer, Reply
from lianxin.ui import forms

Fields = dict[str, django_forms.Field]


@dataclass(frozen=True, slots=True)
class Way:
    """One honest way to say no, with the names of the fields for its facts."""

    code: str
    label: str
    facts: tuple[tuple[str, str], ...]


def ways(book: lists.Book, prefix: str) -> tuple[Way, ...]:
    """The ways of the town's list; the fields of a fact carry the way's code, because two ways may ask for the same."""
    return tuple(
        Way(one.code, one.label, tuple((str(f["key"]), f"{prefix}fact-{one.code}-{f['key']}") for f in _facts(one)))
        for one in book["no_reason"].values()
    )


def _facts(entry: lists.Entry) -> list[Mapping[str, Any]]:
    return list(entry.extra.get("facts", ()))


def no_fields(book: lists.Book, prefix: str) -> Fields:
    """Which way, and the facts of every way; what the chosen way needs is asked for when the draft is sent."""
    choices = [("", _("不是办不了")), *[(one.code, one.label) for one in book["no_reason"].values()]]
    fields: Fields = {
        f"{prefix}no_reason": django_forms.ChoiceField(label=_("办不了的原因"), choices=choices, required=False)
    }
    for entry in book["no_reason"].values():
        for fact in _facts(entry):
            needed = "" if fact["required"] else _("（选填）")
            label = f"{fact['label']}{needed}"
            fields[f"{prefix}fact-{entry.code}-{fact['key']}"] = (
                forms.DateField(label=label, required=False)
                if fact.get("type") == "date"
                else django_forms.CharField(label=label, max_length=300, required=False)
            )
    return fields


def promise_fields(prefix: str) -> Fields:
    """What will be done until when."""
    return {
        f"{prefix}promise_text": django_forms.CharField(
            label=_("承诺做成什么"), max_length=500, required=False, help_text=_("例如“换好二号楼的电梯主板”。")
        ),
        f"{prefix}promise_on": forms.DateField(
            label=_("哪一天以前"), required=False, help_text=_("签发后就是对居民的承诺，到期会一直跟踪。")
        ),
    }


def result_field(pairs: list[tuple[str, str]], empty: str) -> django_forms.ChoiceField:
    """One result of the scheme, or none of its own."""
    return django_forms.ChoiceField(label=_("办理结果"), choices=[("", empty), *pairs], required=False)


def facts_of(data: Mapping[str, Any], book: lists.Book, prefix: str) -> dict[str, str]:
    """The facts of the way that was chosen; what was typed for another way stays in the form only."""
    chosen = data.get(f"{prefix}no_reason") or ""
    found = next((way for way in ways(book, prefix) if way.code == chosen), None)
    return {key: str(data[name]) for key, name in found.facts if data.get(name)} if found is not None else {}


def typed_before(part: Reply | PointAnswer, book: lists.Book, prefix: str) -> dict[str, Any]:
    """What a stored part puts into the form: result, way, facts, promise."""
    facts = json.loads(part.no_facts or "{}")
    found: dict[str, Any] = {
        f"{prefix}{name}": getattr(part, name) for name in ("result_code", "no_reason", "promise_text", "promise_on")
    }
    for way in ways(book, prefix):
        if way.code == part.no_reason:
            found |= {name: facts.get(key, "") for key, name in way.facts}
    return found


def common(data: Mapping[str, Any], book: lists.Book, prefix: str) -> dict[str, Any]:
    """What reply and point answer store alike, as the columns of their tables."""
    return {
        "result_code": data.get(f"{prefix}result_code") or "",
        "no_reason": data.get(f"{prefix}no_reason") or "",
        "no_facts": facts_json(facts_of(data, book, prefix)),
        "promise_text": data.get(f"{prefix}promise_text") or "",
        "promise_on": data.get(f"{prefix}promise_on"),
    }
