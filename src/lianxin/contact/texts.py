"""Sentences of contact rounds that a clerk reads; codes and parameters come from `lianxin.contact.planning`."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lianxin.contact.planning.checking import Note

#: Why somebody goes where they go.
REASONS: Final[Mapping[str, str | Promise]] = {
    "begun": gettext_lazy("已经开始，不再改动"),
    "fixed": gettext_lazy("由人大办手工固定"),
    "contact": gettext_lazy("是代表的联系社区"),
    "constituency": gettext_lazy("在代表的选区内"),
    "wish": gettext_lazy("代表本人希望去"),
    "asked": gettext_lazy("居民区希望请这位代表"),
    "kept": gettext_lazy("与原安排相同"),
    "cover": gettext_lazy("这里没有别的市、区代表，由这位代表去"),
    "team_level": gettext_lazy("使同去的代表有市、区两级"),
    "group": gettext_lazy("请了 {invited} 人，宜有 {wanted} 位代表"),
    "area_level": gettext_lazy("这一片区只有这一位这一级的代表"),
    "second": gettext_lazy("前一处是{before}，路上约 {minutes} 分钟"),
    "repeat": gettext_lazy("前两轮来过；避开的话，总的安排会更差"),
}

#: Hard rules that a change by hand would break.
VIOLATIONS: Final[Mapping[str, str | Promise]] = {
    "unknown": gettext_lazy("名单里没有这位代表或这个居民区：{deputy}，{place}。"),
    "absent": gettext_lazy("{deputy}请假，不能去{place}。"),
    "own_time": gettext_lazy("{deputy}那个时间不在，不能去{place}。"),
    "not_there": gettext_lazy("{deputy}应当回避{place}。"),
    "hosting": gettext_lazy("{place}那个时间不接待。"),
    "past": gettext_lazy("{deputy}去{place}的时间已经过了。"),
    "too_many": gettext_lazy("{deputy}要去 {count} 处，最多 {limit} 处。"),
    "twice": gettext_lazy("{deputy}两次去同一处。"),
    "unreachable": gettext_lazy("{deputy}赶不到{place}：路上要 {needed} 分钟，只有 {there_is} 分钟。"),
    "two_times": gettext_lazy("{place}的几位代表到的时间不同。"),
    "too_full": gettext_lazy("{place}有 {count} 位代表，最多 {limit} 位。"),
    "apart": gettext_lazy("{one}和{other}不安排在一处。"),
    "fixed_broken": gettext_lazy("{deputy}去{place}已经固定，要改请先取消固定。"),
}

#: What could not be served, why, and what could be relaxed.
MISSING: Final[Mapping[str, str | Promise]] = {
    "unserved": gettext_lazy("{place}没有代表去。"),
    "short": gettext_lazy("{place}只有 {count} 位代表，至少要 {least} 位。"),
    "too_few_visits": gettext_lazy("全部代表最多能去 {visits} 处次，一共要 {needed} 处次。"),
    "relax_limit": gettext_lazy("可以：每位代表的上限从 {limit} 处提高，或增加代表。"),
    "relax_sessions": gettext_lazy("可以：增加场次（现有 {sessions} 场），或缩短每场时间。"),
    "no_session": gettext_lazy("{place}的接待时间放不下任何一场。"),
    "relax_hosting": gettext_lazy("可以：与{place}商量放宽接待时间。"),
    "all_busy": gettext_lazy("能去{place}的 {could} 位代表都已有别的安排。"),
    "relax_busy": gettext_lazy("可以：提高他们的上限，或取消他们的固定：{deputies}。"),
    "nobody_absent": gettext_lazy("{place}：有 {count} 位代表请假。"),
    "relax_absent": gettext_lazy("可以：请他们中的一位到会：{deputies}。"),
    "nobody_own_time": gettext_lazy("{place}：有 {count} 位代表那时不在。"),
    "relax_own_time": gettext_lazy("可以：请他们早到或晚走：{deputies}。"),
    "nobody_not_there": gettext_lazy("{place}：有 {count} 位代表应当回避。"),
    "relax_not_there": gettext_lazy("可以：核对回避是否还需要：{deputies}。"),
    "nobody_too_far": gettext_lazy("{place}：有 {count} 位代表赶不到。"),
    "relax_too_far": gettext_lazy("可以：推迟那一场，或安排车辆：{deputies}。"),
}

#: What a new plan changes for whom.
CHANGES: Final[Mapping[str, str | Promise]] = {
    "cancelled": gettext_lazy("{deputy}不能去{place}了。"),
    "taken_over": gettext_lazy("{deputy}改去{place}，代替{instead_of}。"),
    "dropped": gettext_lazy("{deputy}不再去{place}。"),
    "added": gettext_lazy("{deputy}增加去{place}。"),
    "retimed": gettext_lazy("{place}的时间改了，要重新通知居民。"),
    "fixed_lost": gettext_lazy("{deputy}去{place}原来是固定的，因为请假不能保留。"),
}

#: What is wrong with what was entered.
INPUT: Final[Mapping[str, str | Promise]] = {
    "frame_empty": gettext_lazy("请填写下午的起止时间、至少一场、每场的长度和每人的上限。"),
    "sessions_order": gettext_lazy("场次要按时间先后，不能重复。"),
    "sessions_overlap": gettext_lazy("有两场时间重叠，请拉开。"),
    "frame_numbers": gettext_lazy("速度、每位代表接待人数要大于零，路上时间不能是负数。"),
    "deputy_twice": gettext_lazy("{deputy}在名单里出现两次。"),
    "level_unknown": gettext_lazy("{deputy}的级别不是市或区。镇代表随所在地参加，不用分配。"),
    "limit_negative": gettext_lazy("{deputy}的上限不能是负数。"),
    "place_twice": gettext_lazy("{place}在名单里出现两次。"),
    "place_unnamed": gettext_lazy("有一个居民区没有编号。"),
    "team_bounds": gettext_lazy("{place}的人数上下限不对：至少 {least}，至多 {most}。"),
    "apart_unknown": gettext_lazy("不安排在一处的两位要是名单里不同的代表：{one}，{other}。"),
    "not_there_unknown": gettext_lazy("回避里的代表或居民区不在名单里：{deputy}，{place}。"),
    "fixed_unknown": gettext_lazy("固定的安排里，代表或居民区不在名单里：{deputy}，{place}。"),
    "fixed_time": gettext_lazy("{deputy}去{place}固定在那里不接待的时间。"),
    "fixed_two_times": gettext_lazy("{place}被固定在两个不同的时间。"),
    "fixed_impossible": gettext_lazy("固定的安排互相矛盾，或违反规则，请放开其中一些：{deputies}。"),
}

#: One sentence for every guard of the two tables, at the field where it belongs.
GUARD_SENTENCES: Final[Mapping[str, tuple[str, str | Promise]]] = {
    "in_order": (
        "sessions",
        gettext_lazy("场次要落在走访的起止时间之内，按时间先后写，每两场之间至少隔一场的长度。"),
    ),
    "has_visits": ("", gettext_lazy("还没有选要去的居民区。")),
    "every_visit_served_or_reason": (
        "reason",
        gettext_lazy("有居民区还没有市、区代表去；请先分配，或者写明为什么先通知。"),
    ),
    "day_has_come": ("", gettext_lazy("还没有到活动那一天。")),
    "visits_over": ("", gettext_lazy("还有走访没有结束；没有去成的，请写明原因。")),
    "lists_complete_or_reason": ("reason", gettext_lazy("有居民区还没有交清单；请等一等，或者写明为什么不等。")),
    "every_item_settled": ("", gettext_lazy("还有意见没有答复、没有转到该去的地方，也没有承诺，这一轮不能结束。")),
    "nothing_recorded": ("", gettext_lazy("已经记下了意见，不能取消。")),
    "reason_given": ("reason", gettext_lazy("请写明原因。")),
    "attendance_known": ("", gettext_lazy("请先写明每位代表来了没有。")),
    "remarks_answered": ("", gettext_lazy("代表的补充或更正还没有回复，请先看一看。")),
    "not_transferred": ("", gettext_lazy("这一轮已经转交政府交办台，不能再退回。")),
}


def sentence(sentences: Mapping[str, str | Promise], note: Note, name: Callable[[str], str] = str) -> str:
    """The sentence of a note; ``name`` turns the key of a deputy or a place into what people call it."""
    named = {key: name(value) if isinstance(value, str) else max(0, value) for key, value in note.params.items()}
    return str(sentences[note.code]).format(**named)
