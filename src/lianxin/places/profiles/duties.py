"""The 权责表 of a profile.  A line whose text changed is superseded, never overwritten."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from lianxin.core.clock import today
from lianxin.places.models import DutyCoUnit, DutyRule, LeadKind, Origin, Status
from lianxin.places.profiles.offices import jurisdiction_of
from lianxin.places.profiles.reading import Profile, find, need, rows_of
from lianxin.places.profiles.sections import Context, Section

#: A line without a date has always held.
ALWAYS: Final = dt.date(2000, 1, 1)
_RELATIVE: Final = {"@committee": LeadKind.COMMITTEE, "@property": LeadKind.PROPERTY}
_SIGN: Final = {kind: sign for sign, kind in _RELATIVE.items()}


def load(data: Profile, context: Context) -> None:
    """Store new and changed lines; lines corrected by the town itself are left alone."""
    count = context.count("duty_matrix")
    present = _present_lines()
    for row in rows_of(data, "duty_matrix"):
        number = str(need("duty_matrix", row, "no"))
        wanted = _facts(row)
        old = present.get(number)
        if old is not None and (old.origin != Origin.PROFILE or _stored_facts(old) == wanted):
            count.unchanged += 1
            continue
        _store(row, number, old, context)
        if old is None:
            count.new += 1
        else:
            count.changed += 1


def base_number(number: str) -> str:
    """The number of a line without the mark of its revision (``12/2`` → ``12``)."""
    return number.partition("/")[0]


def next_number_after(line: DutyRule) -> str:
    """The number of the line that supersedes ``line``."""
    base, _slash, revision = line.number.partition("/")
    return f"{base}/{int(revision or 1) + 1}"


def _present_lines() -> dict[str, DutyRule]:
    lines = (
        DutyRule.objects.filter(valid_to=None)
        .select_related("category", "lead_unit")
        .prefetch_related("co_units__unit")
        .order_by("id")
    )
    return {base_number(line.number): line for line in lines}


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "category": need("duty_matrix", row, "category"),
        "jurisdiction": jurisdiction_of(row),
        "lead": need("duty_matrix", row, "lead"),
        "co": sorted(row.get("co") or []),
        "note": row.get("note") or "",
        "source": row.get("source") or "",
        "status": row.get("status") or str(Status.TO_CONFIRM),
    }


def _stored_facts(line: DutyRule) -> dict[str, Any]:
    return {
        "category": line.category.code,
        "jurisdiction": line.jurisdiction,
        "lead": _sign_of(line.lead_kind, line.lead_unit.code if line.lead_unit else ""),
        "co": sorted(_sign_of(co.kind, co.unit.code if co.unit else "") for co in line.co_units.all()),
        "note": line.note,
        "source": line.source,
        "status": line.status,
    }


def _sign_of(kind: str, code: str) -> str:
    return code if kind == LeadKind.UNIT else _SIGN[LeadKind(kind)]


def _store(row: Mapping[str, Any], number: str, old: DutyRule | None, context: Context) -> None:
    facts = _facts(row)
    lead = facts["lead"]
    line = DutyRule(
        number=number if old is None else next_number_after(old),
        category=find("duty_matrix", row, context.categories, facts["category"]),
        jurisdiction=facts["jurisdiction"],
        lead_kind=_RELATIVE.get(lead, LeadKind.UNIT),
        lead_unit=None if lead in _RELATIVE else find("duty_matrix", row, context.units, lead),
        note=facts["note"],
        source=facts["source"],
        status=facts["status"],
        valid_from=ALWAYS if old is None else today(),
        supersedes=old,
    )
    line.save(force_insert=True)
    if old is not None:
        old.valid_to = today() - dt.timedelta(days=1)
        old.save(update_fields=["valid_to"])
    DutyCoUnit.objects.bulk_create(
        DutyCoUnit(
            rule=line,
            kind=_RELATIVE.get(code, LeadKind.UNIT),
            unit=None if code in _RELATIVE else find("duty_matrix", row, context.units, code),
        )
        for code in facts["co"]
    )


def export() -> dict[str, Any]:
    """The lines that hold now."""
    return {"duty_matrix": [{"no": number, **_stored_facts(line)} for number, line in _present_lines().items()]}


SECTION: Final = Section("duties", 40, load, export)
