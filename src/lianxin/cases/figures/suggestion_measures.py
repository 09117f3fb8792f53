"""The measures of suggestions: what each is called, how it is counted in words, who counts and what does not."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lianxin.cases.figures import promised
from lianxin.cases.figures import suggestion_rows as s
from lianxin.cases.figures.reading import CLOCK_PARTS, PROMISE_PARTS, facts_by, lasting
from lianxin.cases.models import Suggestion
from lianxin.cases.suggestions.listing import DESK_LIST, leading_to
from lianxin.cases.suggestions.selectors import at_desk
from lianxin.people.access import actor_of
from lianxin.reports.figures.model import DAYS, GRADES, SHARE, Measure, Part, Scope
from lianxin.ui.lists import ListSpec

_GROUP, _SUGGESTIONS = _("代表建议"), _("件")
_RULES: Final = _("《上海市人民代表大会关于代表建议、批评和意见的规定》（2015），镇参照执行")
_LEFT_OUT: Final = _("没有登记的、已经撤回的、向别处提出的；建议不分居民区和大类，选了这些就不计")
_GRADE_PARTS: Final = (
    Part("good", _("满意"), "good"), Part("fair", _("基本满意"), "info"), Part("bad", _("不满意"), "bad"),
    Part("none", _("没有评价"), "mute"),
)  # fmt: skip


def _behind(population: s.OfSuggestions, dimension: str = "") -> Callable[[HttpRequest, Scope, str], Any]:
    """The list of the suggestions behind, narrowed to what the person may open."""

    def listed(request: HttpRequest, scope: Scope, part: str) -> tuple[ListSpec, QuerySet[Suggestion]]:
        rows = population.suggestions(scope, dimension, part).order_by().values("pk")
        return leading_to(DESK_LIST, "cases:suggestion"), at_desk(actor_of(request)).filter(pk__in=rows)

    return listed


def measures() -> Iterable[Measure]:
    """Every measure of suggestions, in the order in which the page shows them."""
    yield from _course()
    yield from _answers()
    yield from _judged()


def _course() -> Iterable[Measure]:
    """Where they stand, and how long an answer takes."""
    yield Measure(
        code="suggestion_state", title=_("代表建议办到哪一步"), group=_GROUP, unit=_SUGGESTIONS, kind=GRADES,
        formula=_("期内登记的建议，到截止日各在哪一步，只列件数"), counted=_("登记日期在期内的本镇代表建议"),
        left_out=_LEFT_OUT, source=_RULES,
        parts=(
            Part("waiting", _("待移交、待交办"), "mute"), Part("handling", _("单位在办"), "info"),
            Part("replied", _("已答复，还没有评价"), "info"), Part("rehandling", _("再次办理"), "warn"),
            Part("judged", _("已评价，待办结"), "info"), Part("closed", _("已办结"), "good"),
        ),
        facts=facts_by(s.REGISTERED), rows=_behind(s.REGISTERED, "state"),
    )  # fmt: skip
    yield Measure(
        code="suggestion_on_time", title=_("代表建议按期答复"), group=_GROUP, unit=_SUGGESTIONS, kind=SHARE,
        formula=_("按期答复的 ÷ 答复期内到期的"), counted=_("交办起三个月（含批准的延期）在期内到期的首次答复"),
        left_out=_("退回待同意、已取消的；当天到期还没过完的；再次办理的期限另计"), source=_RULES, parts=CLOCK_PARTS,
        numerator=frozenset({"met"}), facts=facts_by(s.ANSWER_CLOCKS), rows=_behind(s.ANSWER_CLOCKS, "kept"),
    )  # fmt: skip
    yield Measure(
        code="suggestion_days", title=_("代表建议交办到答复用了几天"), group=_GROUP, unit=_("天"), kind=DAYS,
        formula=_("从交办到首次签发答复的自然天数：中位数和 P90"),
        counted=_("期内首次答复的建议；退回重新交办的从新的交办算起"),
        left_out=_LEFT_OUT, source=_("本项目建议的口径"), day_words=_("天"), facts=lasting(s.REPLIED),
        rows=_behind(s.REPLIED),
    )  # fmt: skip


def _answers() -> Iterable[Measure]:
    """What the answers say, what is public, what was promised."""
    yield Measure(
        code="suggestion_results", title=_("代表建议办理结果"), group=_GROUP, unit=_SUGGESTIONS, kind=GRADES,
        formula=_("期内签发的答复，四类结果各多少件，只列件数"), counted=_("一件建议只看截止日以前最后一次签发的答复"),
        left_out=_("没有签发的草稿；用别的分类方案答复的单列一档"), source=_RULES,
        parts=(
            Part("adopted", _("解决采纳"), "good"), Part("in_progress", _("正在解决"), "info"),
            Part("planned", _("计划解决"), "info"), Part("reference", _("留作参考"), "mute"),
            Part("other", _("其他分类方案"), "mute"),
        ),
        facts=facts_by(s.ANSWERS), rows=_behind(s.ANSWERS, "result"),
    )  # fmt: skip
    yield Measure(
        code="suggestion_public", title=_("代表建议结果公开"), group=_GROUP, unit=_SUGGESTIONS, kind=GRADES,
        formula=_("期内首次答复的建议：结果已公开、可以公开还没有公开、代表没有同意公开，各多少件"),
        counted=_("首次答复在期内的建议"), left_out=_LEFT_OUT, source=_("本项目建议的口径"),
        parts=(
            Part("published", _("结果已公开"), "good"), Part("not_yet", _("还没有公开"), "warn"),
            Part("no_consent", _("代表没有同意公开"), "mute"),
        ),
        facts=facts_by(s.REPLIED), rows=_behind(s.REPLIED, "public"),
    )  # fmt: skip
    yield Measure(
        code="suggestion_promises", title=_("代表建议的承诺兑现"), group=_GROUP, unit=_("项"), kind=SHARE,
        formula=_("按期兑现的承诺 ÷ 期内到期的承诺"),
        counted=_("建议答复里写明日期、日期在期内的承诺；“承诺兑现”里也有它们"),
        left_out=_("还没有到期的"), source=_("上海市人大关于代表建议的规定（2015）：承诺跨年跟踪"), parts=PROMISE_PARTS,
        numerator=frozenset({"kept"}), facts=facts_by(s.PROMISES), rows=promised.behind(promised.OF_SUGGESTIONS),
    )  # fmt: skip


def _judged() -> Iterable[Measure]:
    """What the lead deputies said: attitude and result apart, and what was handled again."""
    for code, title, dimension, at in (
        ("suggestion_attitude", _("代表评价：办理态度"), "attitude", 0),
        ("suggestion_judged", _("代表评价：办理结果"), "result", 1),
    ):
        yield Measure(
            code=code, title=title, group=_GROUP, unit=_SUGGESTIONS, kind=GRADES,
            formula=_("期内签发的答复，领衔代表三档评价各多少件，只列件数"),
            counted=_("一件建议只看截止日以前最后一次签发的答复"),
            left_out=_("联名代表的评价不计入；没有评价的单列一档，不算满意"), source=_RULES, parts=_GRADE_PARTS,
            facts=facts_by(s.GRADES, at), rows=_behind(s.GRADES, dimension),
        )  # fmt: skip
    yield Measure(
        code="suggestion_again", title=_("代表建议再次办理"), group=_GROUP, unit=_SUGGESTIONS, kind=SHARE,
        formula=_("对首次答复的结果不满意、再次办理的 ÷ 期内评价了首次答复的"),
        counted=_("领衔代表对首次答复的评价在期内的"),
        left_out=_("没有评价的"), source=_("再次办理一个月内答复：上海 2015；只再办一次为本项目默认"),
        parts=(Part("again", _("再次办理"), "warn"), Part("once", _("没有再办"))), numerator=frozenset({"again"}),
        facts=facts_by(s.FIRST_JUDGED), rows=_behind(s.FIRST_JUDGED, "again"),
    )  # fmt: skip
