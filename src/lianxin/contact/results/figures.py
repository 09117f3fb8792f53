"""The registered figure of a round's feedback: of what was heard, how much was answered and told."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lianxin.cases.desk.tables import case_list
from lianxin.cases.figures.populations import KEYS
from lianxin.cases.models import Case
from lianxin.cases.selectors.rows import LINE
from lianxin.cases.selectors.scope import visible
from lianxin.cases.selectors.worklists import BY_DUE
from lianxin.contact.results import rules as r
from lianxin.contact.results.items import Rows, items
from lianxin.people.access import actor_of
from lianxin.reports import registry
from lianxin.reports.figures.model import SHARE, Fact, Measure, Part, Reader, Scope
from lianxin.ui.lists import ListSpec

#: Its code; pages of the room link to it.
CODE: Final = "round_feedback"
TOLD, PROMISED, ELSEWHERE, WAITING = "told", "promised", "elsewhere", "waiting"


def _rows(scope: Scope) -> Rows:
    """The items of the rounds of a period that count, narrowed, each with its ``part``.

    Told after the cut-off does not count as told.
    """
    told = Q(standing=r.TOLD) & (Q(case__delivered_on=None) | Q(case__delivered_on__lte=scope.as_of))
    rows = items().filter(visit__round__day__range=(scope.first, scope.until), case__sealed=False)
    rows = rows.exclude(standing=r.WITHDRAWN)
    if scope.unit:
        rows = rows.filter(case__lead_unit=scope.unit)
    if scope.place:
        rows = rows.filter(case__place_path__startswith=scope.place)
    if scope.category:
        rows = rows.filter(Q(case__category=scope.category) | Q(case__category__parent=scope.category))
    if scope.track:
        rows = rows.filter(case__track=scope.track)
    found: Rows = rows.annotate(
        part=Choose(
            When(told, then=Value(TOLD)),
            When(standing=r.PROMISED, then=Value(PROMISED)),
            When(standing__in=(r.REDIRECTED, r.LEFT), then=Value(ELSEWHERE)),
            default=Value(WAITING), output_field=CharField(),
        )
    )  # fmt: skip
    return found


def facts(reader: Reader) -> Iterable[Fact]:
    """Counted by the day of the round; one statement."""
    key: Any = F(f"case__{KEYS[reader.by]}") if reader.by else Value("", CharField())
    rows = _rows(reader.scope).annotate(fact_key=key).order_by().values("visit__round__day", "part", "fact_key")
    found = rows.annotate(n=Count("pk")).values_list("visit__round__day", "part", "fact_key", "n")
    return [Fact(day, n, part, key=key) for day, part, key, n in found]


def listed(request: HttpRequest, scope: Scope, part: str) -> tuple[ListSpec, QuerySet[Any, Any]]:
    """The matters behind, as far as the person may open them."""
    rows = _rows(scope)
    if part:
        rows = rows.filter(part=part)
    cases: QuerySet[Case] = visible(actor_of(request)).filter(pk__in=rows.order_by().values("case"))
    return case_list(), cases.annotate(due_key=BY_DUE).values_list(*LINE, named=True)


def register() -> None:
    """Register it; it can fill the district's forms like every figure."""
    registry.measure(
        Measure(
            code=CODE, title=_("集中联系社区反馈"), group=_("集中联系社区"), unit=_("件"), kind=SHARE,
            formula=_("答复已经告知到人的 ÷ 各轮集中联系社区活动列入清单的"),
            counted=_("活动日在期内的各轮；一件意见算一件，同一件记了两次的算一件"),
            left_out=_("保密的控告检举件、本人撤回的、已撤销的导入；截止日之后告知的不算告知"),
            source=_("本项目建议的口径"),
            parts=(
                Part(TOLD, _("已告知到人"), "good"), Part(PROMISED, _("有承诺，在跟踪"), "info"),
                Part(ELSEWHERE, _("已告知正确渠道"), "mute"), Part(WAITING, _("还没有反馈"), "warn"),
            ),
            numerator=frozenset({TOLD}), facts=facts, rows=listed,
        )
    )  # fmt: skip
