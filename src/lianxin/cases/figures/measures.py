"""The measures of matters: what each is called, how it is counted in words, who counts and what does not."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lianxin.cases.desk.tables import case_list
from lianxin.cases.figures import populations as p
from lianxin.cases.figures import promised, repeats, suggestion_measures
from lianxin.cases.figures.reading import CLOCK_PARTS, PROMISE_PARTS, facts_by, lasting
from lianxin.cases.models import Case, Track
from lianxin.cases.selectors.rows import LINE
from lianxin.cases.selectors.scope import visible
from lianxin.cases.selectors.worklists import BY_DUE
from lianxin.people.access import actor_of
from lianxin.reports import registry
from lianxin.reports.figures import cuts
from lianxin.reports.figures.model import COUNT, DAYS, GRADES, SHARE, Measure, Part, Scope
from lianxin.ui.lists import ListSpec

_LEFT_OUT: Final = _("保密的控告检举件、已撤销的导入；截止日之后发生的")
_OWN: Final = _("本项目建议的口径")
_LIVES: Final = _("来得怎样"), _("快不快"), _("解决没有"), _("说话算不算数")
_MATTERS, _PEOPLE = _("件"), _("人")


def _rows(source: Callable[[Scope, str], QuerySet[Case]]) -> Callable[[HttpRequest, Scope, str], Any]:
    """The list of the matters behind, narrowed to what the person may open."""

    def listed(request: HttpRequest, scope: Scope, part: str) -> tuple[ListSpec, QuerySet[Any, Any]]:
        rows = visible(actor_of(request)).filter(pk__in=source(scope, part).order_by().values("pk"))
        spec = case_list()
        return spec, rows.annotate(due_key=BY_DUE).values_list(*LINE, named=True)

    return listed


def _behind(population: p.Population, dimension: str = "") -> Callable[[HttpRequest, Scope, str], Any]:
    return _rows(lambda scope, part: population.cases(scope, dimension, part))


def register() -> None:
    """Register every measure, in the order in which the page shows them."""
    cuts.tracks(Track.choices)
    for one in (*_coming(), *_speed(), *_results(), *_word(), *suggestion_measures.measures()):
        registry.measure(one)


def _coming() -> Iterable[Measure]:
    """How much came in, what comes again, what stands open."""
    yield Measure(
        code="received", title=_("收到"), group=_LIVES[0], unit=_MATTERS, kind=COUNT,
        formula=_("期内收到的事项的件数"), counted=_("收到日期在期内的事项；一件事有几个人反映，算一件"),
        left_out=_LEFT_OUT, source=_OWN, facts=facts_by(p.RECEIVED), rows=_behind(p.RECEIVED),
    )  # fmt: skip
    yield Measure(
        code="repeat", title=_("重复反映"), group=_LIVES[0], unit=_MATTERS, kind=SHARE,
        formula=_("期内收到、而且此前 90 天里同一地点同一类别（或者同一议题）已经有人反映过的 ÷ 期内收到的"),
        counted=_("期内收到的事项"), left_out=_("没有写地点或类别、也没有并入议题的，不算重复"),
        source=_("90 天为本项目建议的默认值"), parts=(Part("repeat", _("重复"), "warn"), Part("first", _("不重复"))),
        numerator=frozenset({"repeat"}), facts=repeats.facts, rows=_rows(repeats.cases),
    )  # fmt: skip
    yield Measure(
        code="open", title=_("未办结"), group=_LIVES[0], unit=_MATTERS, kind=GRADES,
        formula=_("到截止日还没有办结的事项，不论哪一天收到"), counted=_("截止日以前收到、当时没有办结的"),
        left_out=_LEFT_OUT, source=_OWN, is_stock=True,
        parts=(Part("overdue", _("已逾期"), "bad"), Part("in_time", _("没到期"), "good"),
        Part("no_date", _("没有期限"), "mute")),
        facts=facts_by(p.OPEN), rows=_behind(p.OPEN, "due"),
    )  # fmt: skip


def _speed() -> Iterable[Measure]:
    """First contact, answers in time, days."""
    yield Measure(
        code="contact", title=_("按时首次联系"), group=_LIVES[1], unit=_MATTERS, kind=SHARE,
        formula=_("按时首次联系居民的 ÷ 首次联系期内到期的"),
        counted=_("首次联系的期限在期内到期的；居民意见一般是交办后 1 个工作日"),
        left_out=_("退回待裁定、暂停中的；当天到期还没过完的"), source=_("某街道 2022 年公开做法：先行联系 1 个工作日"),
        parts=CLOCK_PARTS, numerator=frozenset({"met"}), facts=facts_by(p.CONTACT_CLOCKS),
        rows=_behind(p.CONTACT_CLOCKS, "kept"),
    )  # fmt: skip
    yield Measure(
        code="contact_days", title=_("首次联系用了几个工作日"), group=_LIVES[1], unit=_("个工作日"), kind=DAYS,
        formula=_("从交办到首次联系，隔了几个工作日：中位数（P50）和 P90（十件里九件不超过）"),
        counted=_("期内首次联系上的事项；当天联系算 0"), left_out=_("还没有联系的（它们在“按时首次联系”里）"),
        source=_OWN,
        day_words=_("个工作日"), facts=lasting(p.CONTACTS, working=True), rows=_behind(p.CONTACTS),
    )  # fmt: skip
    yield Measure(
        code="on_time", title=_("按期答复"), group=_LIVES[1], unit=_MATTERS, kind=SHARE,
        formula=_("按期答复的 ÷ 答复期内到期的"), counted=_("答复期限（含批准的延期）在期内到期的"),
        left_out=_("退回待裁定、暂停中、已取消的；当天到期还没过完的"), source=_OWN, parts=CLOCK_PARTS,
        numerator=frozenset({"met"}), facts=facts_by(p.ANSWER_CLOCKS), rows=_behind(p.ANSWER_CLOCKS, "kept"),
    )  # fmt: skip
    yield Measure(
        code="reply_days", title=_("收到到答复用了几天"), group=_LIVES[1], unit=_("天"), kind=DAYS,
        formula=_("从收到到签发答复的自然天数：中位数和 P90"), counted=_("期内签发的最后一次答复"),
        left_out=_("还没有答复的"), source=_OWN, day_words=_("天"), facts=lasting(p.REPLIES),
        rows=_behind(p.REPLIES),
    )  # fmt: skip
    yield Measure(
        code="close_days", title=_("收到到办结用了几天"), group=_LIVES[1], unit=_("天"), kind=DAYS,
        formula=_("从收到到办结的自然天数：中位数和 P90"), counted=_("期内办结的事项"),
        left_out=_("居民自己撤回的；还没有办结的"), source=_OWN, day_words=_("天"), facts=lasting(p.CLOSED),
        rows=_behind(p.CLOSED),
    )  # fmt: skip


def _results() -> Iterable[Measure]:
    """What the unit says and what the resident says, kept apart."""
    yield Measure(
        code="unit_solved", title=_("单位说解决了"), group=_LIVES[2], unit=_MATTERS, kind=SHARE,
        formula=_("结果算作解决的答复 ÷ 期内签发的答复"), counted=_("期内签发的答复，一件事只看最后一次"),
        left_out=_("没有签发的草稿"), source=_("结果分类按本镇采用的方案"),
        parts=(Part("solved", _("解决了"), "good"), Part("promised", _("答应了日期"), "info"),
        Part("other", _("其他结果"))),
        numerator=frozenset({"solved"}), facts=facts_by(p.REPLIES), rows=_behind(p.REPLIES, "result"),
    )  # fmt: skip
    yield Measure(
        code="confirmed", title=_("居民说解决了"), group=_LIVES[2], unit=_MATTERS, kind=SHARE,
        formula=_("居民说解决了的 ÷ 居民作出评价的"), counted=_("期内居民本人的评价，一件事只看最后一次"),
        left_out=_("没有评价的（见“告知以后居民怎么回应”）；代表、居民区代为评价的"), source=_OWN,
        parts=(Part("solved", _("解决了"), "good"), Part("partly", _("部分解决"), "warn"),
        Part("unsolved", _("没有解决"), "bad")),
        numerator=frozenset({"solved"}), facts=facts_by(p.VERDICTS), rows=_behind(p.VERDICTS, "result"),
    )  # fmt: skip
    yield Measure(
        code="satisfaction", title=_("对态度满意不满意"), group=_LIVES[2], unit=_MATTERS, kind=GRADES,
        formula=_("居民评价里三档各多少件，只列件数"), counted=_("期内居民本人的评价，一件事只看最后一次"),
        left_out=_("没有评价的；评价了结果、没有评态度的单列一档"), source=_OWN,
        parts=(
            Part("satisfied", _("满意"), "good"), Part("basic", _("基本满意"), "info"),
            Part("dissatisfied", _("不满意"), "bad"), Part("none", _("没有评态度"), "mute"),
        ),
        facts=facts_by(p.VERDICTS, 1), rows=_behind(p.VERDICTS, "attitude"),
    )  # fmt: skip
    yield _responses(
        "response",
        _("告知以后居民怎么回应"),
        GRADES,
        _("答复告知以后：评价了、问过没回应、问过还在等、没有问过，各多少件"),
    )
    yield _responses("silent", _("问过没有回应"), SHARE, _("换两种渠道问过、没有回应的 ÷ 期内答复已经告知的"))


def _responses(code: str, title: Any, kind: str, formula: Any) -> Measure:
    """What came of telling the answer; silence is never counted as content, nor as not asked."""
    return Measure(
        code=code, title=title, group=_LIVES[2], unit=_MATTERS, kind=kind, formula=formula,
        counted=_("期内答复已经送到居民（电话、上门、告知单、信函；网页上公布不算）、需要评价的"),
        left_out=_("感谢等不需要评价的"), source=_("“问过没有回应”不算满意，也不算没有问过"),
        parts=(
            Part("judged", _("评价了"), "good"), Part("silent", _("问过没有回应"), "warn"),
            Part("waiting", _("问过，还在等"), "info"), Part("unasked", _("没有问过"), "bad"),
        ),
        numerator=frozenset({"silent"}), facts=facts_by(p.DELIVERED), rows=_behind(p.DELIVERED, "answer"),
    )  # fmt: skip


def _word() -> Iterable[Measure]:
    """Bounced, published, promised."""
    yield Measure(
        code="returned", title=_("退回"), group=_LIVES[3], unit=_MATTERS, kind=SHARE,
        formula=_("被承办单位退回过的 ÷ 期内交办的"), counted=_("最近一次交办在期内的事项"),
        left_out=_("还没有交办的"), source=_OWN,
        parts=(Part("returned", _("退回过"), "warn"), Part("stayed", _("没有退回"))),
        numerator=frozenset({"returned"}), facts=facts_by(p.ASSIGNED), rows=_behind(p.ASSIGNED, "returned"),
    )  # fmt: skip
    yield Measure(
        code="published", title=_("结果公开"), group=_LIVES[3], unit=_PEOPLE, kind=SHARE,
        formula=_("结果已经向社会公开的 ÷ 居民同意公开、期内已经答复的"), counted=_("同意公开内容的每一位反映人"),
        left_out=_("没有同意公开的、要求保密的、已经撤回公开的"),
        source=_("政府信息公开条例第二十六条（是否适用由本地确定）"),
        parts=(Part("published", _("已公开"), "good"), Part("not_yet", _("还没有公开"), "warn")),
        numerator=frozenset({"published"}), facts=facts_by(p.TO_PUBLISH), rows=_behind(p.TO_PUBLISH, "shown"),
    )  # fmt: skip
    yield Measure(
        code="promises", title=_("承诺兑现"), group=_LIVES[3], unit=_("项"), kind=SHARE,
        formula=_("按期兑现的承诺 ÷ 期内到期的承诺"),
        counted=_("承诺日期在期内的，答复居民的和答复代表建议的都算；一个答复给很多人的，算一项"),
        left_out=_("还没有到期的；选了居民区或大类时，代表建议的承诺不计"),
        source=_("上海市人大关于代表建议的规定（2015）：承诺跨年跟踪"),
        parts=PROMISE_PARTS, numerator=frozenset({"kept"}), facts=promised.facts,
        rows=promised.behind(promised.OF_RESIDENTS, promised.OF_SUGGESTIONS),
    )  # fmt: skip
