"""The words of a message out: fixed sentences, numbers, days, the names of units, one link, and nothing else."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.db.models import Town
from lianxin.messages.channels.rules import Facts
from lianxin.messages.channels.sorts import LABELS, SENTENCES
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import clauses, told

#: Numbers named in a message about several matters; the rest is counted.
NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One notice of a message."""

    sort: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Message:
    """A message before any provider's form: its own id, its items, its subject, its lines and its link."""

    id: str
    items: Sequence[Item]
    subject: str
    lines: Sequence[str]
    link: str

    def text(self, longest: int) -> str:
        """The lines, one below the other, in at most so many bytes: the middle gives way, head and link stay."""
        lines = list(self.lines)
        while len(lines) > 2 and len("\n".join(lines).encode()) > longest:
            lines.pop(-2)
        return "\n".join(lines)


def compose(message_id: str, items: Sequence[Item], units: Mapping[int, str], town: Town) -> Message:
    """A message about one notice or several; ``units`` are the names of the units by id."""
    if len(items) == 1:
        subject, named = str(SENTENCES[items[0].sort]), [_line(items[0], units)]
        path = items[0].facts.link
    else:
        subject = _("有 %(n)s 条新消息") % {"n": len(items)}
        named = [_counts(items), *_numbers(items, units)]
        path = ""
    link = address(path or "desk/inbox/", town)
    way = _("请登录查看：%(link)s") % {"link": link} if link else _("请登录系统查看。")
    return Message(message_id, tuple(items), _head(subject), (_head(subject), *filter(None, named), way), link)


def _head(subject: str) -> str:
    return _("【连心桥】%(subject)s") % {"subject": subject}


def _line(item: Item, units: Mapping[int, str]) -> str:
    """``102-2026-00012，某某科，12月3日前`` – what there is of it."""
    facts = item.facts
    due = _("%(day)s前") % {"day": zh_date(dt.date.fromisoformat(facts.due))} if facts.due else ""
    return clauses(filter(None, (facts.number, units.get(facts.unit, ""), due)))


def _counts(items: Sequence[Item]) -> str:
    found = Counter(item.sort for item in items)
    named = [(LABELS[sort], found[sort]) for sort in LABELS if found[sort]]
    return told(_("%(sort)s %(n)s 条") % {"sort": label, "n": n} for label, n in named)


def _numbers(items: Sequence[Item], units: Mapping[int, str]) -> list[str]:
    lines = list(dict.fromkeys(line for item in items if (line := _line(item, units))))
    more = [_("……共 %(n)s 件") % {"n": len(lines)}] if len(lines) > NAMED else []
    return lines[:NAMED] + more


def address(path: str, town: Town) -> str:
    """A page of the town behind the sign-in; empty where the operator has named no site address."""
    if not settings.LIANXIN_SITE_URL:
        return ""
    prefix = str(settings.FORCE_SCRIPT_NAME or "")
    below = "" if town.is_default else f"/t/{town.slug}"
    return f"{settings.LIANXIN_SITE_URL}{prefix}{below}/{path}"


def as_data(message: Message, units: Mapping[int, str]) -> list[dict[str, Any]]:
    """The items for machines."""
    return [
        {
            "sort": item.sort,
            "sentence": str(SENTENCES[item.sort]),
            "number": item.facts.number,
            "due": item.facts.due,
            "unit": units.get(item.facts.unit, ""),
        }
        for item in message.items
    ]
