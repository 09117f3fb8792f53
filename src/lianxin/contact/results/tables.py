"""What the district's own forms can be filled with from rounds: numbers, a line a neighbourhood, a line an item."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lianxin.cases.documents.house import spoken
from lianxin.cases.documents.reading import level
from lianxin.cases.models import Source
from lianxin.contact.models import Round, RoundState
from lianxin.contact.results import rules as r
from lianxin.contact.results.items import Tally, of_round
from lianxin.contact.results.numbers import Numbers, numbers_of
from lianxin.contact.results.texts import STANDINGS
from lianxin.core.documents.blanks.model import Value
from lianxin.core.text import shorten
from lianxin.deputies.models import Deputy, Level
from lianxin.reports import sources
from lianxin.reports.sources import Asked
from lianxin.ui.listing import listed

_MOST_WORDS: Final = 300
_GROUP: Final = _("集中联系社区")
_ITEMS: Final = (
    ("round", _("活动")), ("number", _("受理编号")), ("neighbourhood", _("居民区")), ("words", _("内容")),
    ("source", _("来源")), ("category", _("类别")), ("level", _("事权层级")), ("deputies", _("代表")),
    ("on_spot", _("当场答复")), ("unit", _("承办单位")), ("list", _("转交单")), ("due", _("时限")),
    ("standing", _("现在")),
)  # fmt: skip
_PLACES: Final = (
    ("name", _("居民区")), ("city", _("市代表")), ("district", _("区代表")), ("town", _("镇代表")),
    ("came", _("到场居民")),
    ("items", _("件数")), ("walking", _("走访发现")), ("level_town", _("镇级")), ("level_district", _("区级")),
    ("level_city", _("市级")), ("on_spot", _("当场答复")), ("transferred", _("已转交")), ("told", _("已反馈")),
    ("open", _("没有着落")),
)  # fmt: skip


def _rounds(asked: Asked) -> list[Round]:
    """The rounds of the period that took place, oldest first."""
    rows = Round.objects.filter(day__range=(asked.period.first, asked.period.last)).order_by("day", "pk")
    return list(rows.exclude(state__in=(RoundState.CANCELLED, RoundState.PREPARING, RoundState.ANNOUNCED)))


def _numbers(asked: Asked) -> list[Numbers]:
    """The numbers of those rounds, read once a filling."""
    if "contact.numbers" not in asked.kept:
        asked.kept["contact.numbers"] = [numbers_of(one) for one in _rounds(asked)]
    found: list[Numbers] = asked.kept["contact.numbers"]
    return found


def _summed(count: Callable[[Numbers], int]) -> Callable[[Asked], Value]:
    return lambda asked: sum(count(one) for one in _numbers(asked))


def _of_level(code: str) -> Callable[[Numbers], int]:
    return lambda one: one.all.by("level").get(code, 0)


_VALUES: Final = (
    ("rounds", _("活动轮数"), lambda _one: 1),
    ("visits", _("走访居民区数"), lambda one: one.held),
    ("city", _("市代表人次"), lambda one: one.deputies.get(Level.CITY, 0)),
    ("district", _("区代表人次"), lambda one: one.deputies.get(Level.DISTRICT, 0)),
    ("town", _("镇代表人次"), lambda one: one.deputies.get(Level.TOWN, 0)),
    ("guests", _("到场居民代表、选民等"), lambda one: one.came),
    ("items", _("听到和看到的件数"), lambda one: one.all.n()),
    ("walking", _("其中走访发现"), lambda one: one.all.walking),
    ("level_town", _("镇级件数"), _of_level("town")),
    ("level_district", _("区级件数"), _of_level("district")),
    ("level_city", _("市级件数"), _of_level("city")),
    ("on_spot", _("当场答复件数"), lambda one: one.all.n(lambda group: group.on_spot)),
    ("transferred", _("转交件数"), lambda one: one.all.n(lambda group: bool(group.lists))),
    ("told", _("已反馈件数"), lambda one: one.all.by("standing").get(r.TOLD, 0)),
    ("open", _("没有着落的件数"), lambda one: one.all.open),
)


def place_rows(asked: Asked) -> Sequence[dict[str, Value]]:
    """A line a neighbourhood, summed over the rounds of the period, in official order."""
    found: dict[str, dict[str, int]] = {}
    for one in _numbers(asked):
        for place in one.places:
            line = found.setdefault(place.name, dict.fromkeys((key for key, _label in _PLACES if key != "name"), 0))
            _add(line, place.deputies, place.came or 0, place.items)
    return [{"name": name, **line} for name, line in found.items()]


def _add(line: dict[str, int], deputies: dict[str, int], came: int, items: Tally) -> None:
    levels = items.by("level")
    for code in ("city", "district", "town"):
        line[code] += deputies.get(code, 0)
        line[f"level_{code}"] += levels.get(code, 0)
    line["came"] += came
    line["items"] += items.n()
    line["walking"] += items.walking
    line["on_spot"] += items.n(lambda group: group.on_spot)
    line["transferred"] += items.n(lambda group: bool(group.lists))
    line["told"] += items.by("standing").get(r.TOLD, 0)
    line["open"] += items.open


def item_rows(asked: Asked) -> Sequence[dict[str, Value]]:
    """A line an item; masked, without sealed matters and without the words of who asked for secrecy."""
    rows: list[Any] = []
    for one in _rounds(asked):
        rows += of_round(one).filter(case__sealed=False).order_by("visit__place__sort", "visit_id", "order")
    ids = {int(part) for item in rows for part in item.case.deputy_path.split("/") if part}
    names = dict(Deputy.objects.filter(pk__in=ids).values_list("pk", "label"))
    return [_item(item, names) for item in rows]


def _item(item: Any, names: dict[int, str]) -> dict[str, Value]:
    case, opinion = item.case, item.opinion
    words = "" if opinion.confidential else shorten(spoken(opinion.summary or opinion.verbatim), _MOST_WORDS)
    return {
        "round": opinion.occasion, "number": case.number, "neighbourhood": item.visit.place.label, "words": words,
        "source": str(Source(opinion.source).label),
        "category": case.category.name if case.category is not None else "",
        "level": level(case.authority_level),
        "deputies": listed(names.get(int(part), "") for part in case.deputy_path.split("/") if part),
        "on_spot": "" if opinion.confidential else shorten(spoken(opinion.on_spot_answer), _MOST_WORDS),
        "unit": case.lead_unit.label if case.lead_unit is not None else "", "list": case.transfer_list,
        "due": case.due_on, "standing": str(STANDINGS[item.standing]),
    }  # fmt: skip


def register() -> None:
    """Register all of it with the forms of the reports room."""
    for code, label, count in _VALUES:
        sources.value(f"contact.{code}", label, _GROUP, _summed(count))
    sources.table("contact.items", _("期内各轮集中联系社区的意见"), _ITEMS, item_rows)
    sources.table("contact.by_place", _("期内集中联系社区各居民区的件数"), _PLACES, place_rows, name_key="name")
