"""Who issues a paper: the names of the town's desks, the demo mark, who is entitled to a red head, who made it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lianxin.core.clock import civil_date, today
from lianxin.core.documents.letters import wording
from lianxin.core.documents.letters.model import RedHead
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.db.models import Town
from lianxin.places.models import Unit

#: The town's setting that names organs entitled to a red head, by code: ``{"government": {"mark": …, "number": …}}``.
RED_HEADS: Final = "red_heads"
GOVERNMENT, CONGRESS = "government", "congress"
DEMO: Final = "演示数据"


@dataclass(frozen=True, slots=True)
class House:
    """Names that stand at the head and foot of papers, and the day."""

    town: str
    congress_office: str
    desk: str
    mark: str
    made_by: str
    day: dt.date
    red_heads: Mapping[str, Any] = field(default_factory=dict)

    def red_head(self, organ: str) -> RedHead | None:
        """The red head of an organ, where the town's settings entitle it; the registry gives the serial by hand."""
        entry = self.red_heads.get(organ)
        if not entry:
            return None
        return RedHead(str(entry["mark"]), f"{entry['number']}〔{self.day.year}〕　　号")


def house_of(town: Town, made_by: str) -> House:
    """The house of a town; one statement."""
    desk = Unit.objects.filter(is_government_desk=True, is_active=True).values_list("name", flat=True).first()
    return House(
        town=town.name,
        congress_office=f"{town.name}人大办公室",
        desk=desk or f"{town.name}人民政府",
        mark=DEMO if town.is_demo else "",
        made_by=made_by,
        day=today(),
        red_heads=town.option(RED_HEADS, {}),
    )


def day(value: dt.date | dt.datetime | None) -> str:
    """A day as papers write it; empty for none."""
    if value is None:
        return ""
    return wording.day(civil_date(value) if isinstance(value, dt.datetime) else value)


def pairs(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Names and values; those without a value are left out."""
    return tuple((name, value) for name, value in rows if value)


def matter(title: str, most: int = 40) -> str:
    """The title of a matter as it stands inside a sentence: masked, without its full stop, not too long."""
    return shorten(spoken(title).rstrip("。？！?!. "), most)


def spoken(words: str) -> str:
    """Words as a paper may carry them: personal data masked."""
    return mask(words).strip()
