"""Sentences of votes that a lawyer may change: the 票决办法 clause by clause, results, warnings, advice.

No Django here: sentences are marked for the catalogue and ``say`` translates them; papers for the meeting are Chinese.
Sources: 地方组织法 2022 Art. 12, 14, 25, 29; 代表法 2025 Art. 23; Shanghai direct-election rules Art. 39, 43, 44 (by
analogy). What no source settles is our default and marked 待核 in `SOURCES`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from lianxin.ballots.rules import Base, Blank, Compare, Note, Preset, Publish, Ranking, Rule, Share, Shortage, Tie

Say = Callable[[str], str]


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue."""
    return sentence


_N = gettext_noop

PRESETS: Final[Mapping[Preset, str]] = {
    Preset.PER_ITEM: gettext_noop("逐项表决"),
    Preset.MARK: gettext_noop("差额圈选"),
    Preset.TOP: gettext_noop("按得票多少"),
    Preset.RANK: gettext_noop("排序"),
}
BASES: Final[Mapping[Base, str]] = {
    Base.IN_OFFICE: gettext_noop("全体代表"),
    Base.PRESENT: gettext_noop("实到代表"),
    Base.VALID: gettext_noop("有效票"),
}
#: How each form is filled in.
HOW: Final[Mapping[Preset, str]] = {
    Preset.PER_ITEM: gettext_noop(
        "对每一个候选项目可以赞成、反对或者弃权，在相应的栏里画“○”。没有画的、画得看不清的，该项目按弃权计。"
    ),
    Preset.MARK: gettext_noop(
        "在赞成的候选项目后面画“○”，最多画 {seats} 个；等于或者少于 {seats} 个的有效，多于的无效。"
    ),
    Preset.TOP: gettext_noop(
        "在赞成的候选项目后面画“○”，最多画 {seats} 个；等于或者少于 {seats} 个的有效，多于的无效。"
    ),
    Preset.RANK: gettext_noop("按优先次序给候选项目写上 1、2、3……，同一个数字只写一次，中间不空号。"),
}
RANKED: Final[Mapping[Ranking, str]] = {
    Ranking.SUM: gettext_noop("每个候选项目都要写上次序，漏写的选票无效。次序数相加，和小的在前。"),
    Ranking.POINTS: gettext_noop("第一位计 {candidates} 分，以后每位少一分，没有写的不计分。得分多的在前。"),
}
PASSING: Final = gettext_noop("候选项目获得的赞成票{share}（即 {base} 人时为 {needed} 票），方为通过。")
PASSING_PLAIN: Final = gettext_noop("候选项目获得的赞成票{share}，方为通过。")
NO_PASSING: Final = gettext_noop("按得票从多到少确定，不另设过半数的条件；没有得票的不能确定。")
MORE_THAN_SEATS: Final = gettext_noop("通过的候选项目多于 {seats} 个的，得票多的 {seats} 个确定为实事项目。")
BLANKS: Final[Mapping[Blank, str]] = {
    Blank.ABSTAIN: gettext_noop("整张没有填写的选票是有效票，所有项目按弃权计。"),
    Blank.VOID: gettext_noop("整张没有填写的选票无效。"),
}
TIES: Final[Mapping[Tie, str]] = {
    Tie.REVOTE: gettext_noop(
        "最后名额上票数相等、不能确定的，就票数相等的项目再次投票，得票多的确定。不抽签，也不按排列先后。"
    ),
    Tie.ALL: gettext_noop("最后名额上票数相等的，一并确定为实事项目，总数可以多于 {seats} 个。"),
}
SHORTAGES: Final[Mapping[Shortage, str]] = {
    Shortage.REVOTE: gettext_noop("通过的候选项目不足 {seats} 个的，不足的名额在没有通过的项目中另行票决。"),
    Shortage.FEWER: gettext_noop("通过的候选项目不足 {seats} 个的，以通过的为准，不再补足。"),
    Shortage.DEFER: gettext_noop("通过的候选项目不足 {seats} 个的，不足的名额留待下次会议票决。"),
}
PUBLISHED: Final[Mapping[Publish, str]] = {
    Publish.TOTALS: gettext_noop("主席团公告确定的项目和每个候选项目的得票数。"),
    Publish.LIST: gettext_noop("主席团公告确定的项目名单，不公布得票数。"),
}
SOURCES: Final[Mapping[str, str]] = {
    "quorum": gettext_noop("地方组织法第十四条"), "passing": gettext_noop("地方组织法第二十五条"),
    "tie": gettext_noop("参照地方组织法第二十九条，待核"),
    "how": gettext_noop("代表法（2025）第二十三条；选票有效无效参照选举的规定，待核"),
    "papers": gettext_noop("参照选举的规定，待核"), "shortage": gettext_noop("参照地方组织法第二十九条，待核"),
    "blank": gettext_noop("本系统的默认做法，待核"), "publish": gettext_noop("本系统的默认做法，待核"),
    "scrutineers": gettext_noop("参照选举的规定，待核"), "aim": gettext_noop("地方组织法第十二条"),
}  # fmt: skip
_AIM: Final = gettext_noop(
    "本次会议从 {candidates} 个候选项目中票决确定 {seats} 个民生实事项目，采用{preset}的办法，无记名投票。"
)
_QUORUM: Final = gettext_noop("实到代表{share}，方可进行票决。")
_PAPERS: Final = gettext_noop("收回的选票等于或者少于发出的选票，票决有效；多于发出的选票，票决无效，重新投票。")
_SCRUTINEERS: Final = gettext_noop(
    "设总监票人一名、监票人若干名，由会议通过；计票人在监票人监督下工作。所在单位承办候选项目的代表不担任监票人、计票人。两名计票人各自计票，逐项一致后由监票人签字。"
)


def share_words(share: Share, of: Base, say: Say = str) -> str:
    """Such as 超过全体代表的半数, with the comparison in words."""
    if (share.num, share.den) == (1, 2):
        words = say(_N("超过{of}的半数")) if share.cmp is Compare.MORE else say(_N("达到{of}的半数（含半数）"))
    elif share.cmp is Compare.MORE:
        words = say(_N("超过{of}的{den}分之{num}"))
    else:
        words = say(_N("达到{of}的{den}分之{num}（含本数）"))
    return words.format(of=say(BASES[of]), num=share.num, den=share.den)


def clauses(rule: Rule, in_office: int = 0, say: Say = str) -> list[tuple[str, str]]:
    """The 票决办法 as clauses with their sources; with ``in_office`` the numbers of votes stand in it."""
    facts = {"seats": rule.seats, "candidates": rule.candidates, "preset": say(PRESETS[rule.preset])}
    how = say(HOW[rule.preset]) + (say(RANKED[rule.ranking]) if rule.preset is Preset.RANK else "")
    if rule.least_marks:
        how += say(_N("最少画 {least} 个，少于的无效。")).format(least=rule.least_marks)
    rows = [
        ("aim", say(_AIM)), ("quorum", say(_QUORUM).format(share=share_words(rule.quorum, Base.IN_OFFICE, say))),
        ("scrutineers", say(_SCRUTINEERS)), ("how", how), ("papers", say(_PAPERS)), ("blank", say(BLANKS[rule.blank])),
        ("passing", _passing(rule, in_office, say)), ("tie", say(TIES[rule.tie])),
        ("shortage", say(SHORTAGES[rule.shortage])), ("publish", say(PUBLISHED[rule.publish])),
    ]  # fmt: skip
    return [(words if name == "passing" else words.format(**facts), say(SOURCES[name])) for name, words in rows]


def _passing(rule: Rule, in_office: int, say: Say) -> str:
    if rule.passing is None:
        return say(NO_PASSING)
    words = share_words(rule.passing, rule.base, say)
    more = say(MORE_THAN_SEATS).format(seats=rule.seats)
    if rule.base is Base.IN_OFFICE and in_office:
        sentence = say(PASSING).format(share=words, base=in_office, needed=rule.passing.needed(in_office))
    else:
        sentence = say(PASSING_PLAIN).format(share=words)
    return sentence + more


def numbered(rule: Rule, in_office: int = 0) -> list[str]:
    """The clauses as a printed page has them: 第一条 …"""
    return [f"第{_CHINESE[at]}条　{words}" for at, (words, _source) in enumerate(clauses(rule, in_office))]


_CHINESE: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")

#: What codes of `rules`, `counts`, `outcome` and `rehearsal` say.
NOTES: Final[Mapping[str, str]] = {
    "candidates_out_of_range": gettext_noop("候选项目要有 1 到 {most} 个。"),
    "seats_out_of_range": gettext_noop("应选数要在 1 和候选项目数 {candidates} 之间。"),
    "quorum_not_a_share": gettext_noop(
        "到会人数的比例不对：要大于零、不超过全体，“超过全体”永远达不到。"
    ),
    "passing_not_a_share": gettext_noop(
        "通过的比例不对：要大于零、不超过全体，“超过全体”永远达不到。"
    ),
    "least_marks": gettext_noop("最少选几个不能多于应选数 {seats}。"),
    "least_marks_per_item": gettext_noop("逐项表决没有“最少选几个”。"),
    "rank_without_majority": gettext_noop(
        "排序的办法按次序确定，不能再加过半数的条件；要过半数，请在排序后另作表决。"
    ),
    "mixed_minimum": gettext_noop("两种方式并用时，每一边最少几张要大于零。"),
    "no_surplus": gettext_noop("候选数和应选数相等，是等额票决。"),
    "no_majority": gettext_noop(
        "没有过半数的条件：法律要求决议由全体代表过半数通过，名单是否还要另作表决，请会前定好。"
    ),
    "base_not_all": gettext_noop("过半数不以全体代表为准，和法律对决议的要求不同，请核对。"),
    "blank_is_void": gettext_noop("空白票按无效计，和代表可以弃权的规定可能不一致，请核对。"),
    "more_than_seats": gettext_noop("票数相等的一并确定，项目可能多于 {seats} 个，资金要有余地。"),
    "paper_only": gettext_noop("排序的选票只用纸质。"),
    "number_out_of_range": gettext_noop("人数、票数要在 0 到 {most} 之间。"),
    "present_gt_in_office": gettext_noop("实到 {present} 人多于应到 {in_office} 人。"),
    "issued_gt_present": gettext_noop("发出 {issued} 张多于实到 {present} 人。"),
    "returned_not_sum": gettext_noop("收回 {returned} 张不等于有效 {valid} 张加无效 {void} 张。"),
    "blank_gt_valid": gettext_noop("空白 {blank} 张多于有效 {valid} 张。"),
    "rows": gettext_noop("记了 {rows} 个项目，候选项目是 {candidates} 个。"),
    "row_negative": gettext_noop("第 {number} 个项目有负数。"),
    "row_not_sum": gettext_noop("第 {number} 个项目的赞成、反对、弃权加起来是 {sum}，有效票是 {valid}。"),
    "row_without_blank": gettext_noop("第 {number} 个项目的弃权少于空白票 {blank} 张。"),
    "row_gt_valid": gettext_noop("第 {number} 个项目得 {votes} 票，多于填写过的有效票 {valid} 张。"),
    "row_score": gettext_noop("第 {number} 个项目的次序数合计 {score} 过大。"),
    "marks_too_many": gettext_noop("各项目得票合计 {marks}，最多只能有 {most}。"),
    "marks_too_few": gettext_noop("各项目得票合计 {marks}，少于每张至少要选的数目。"),
    "ranks_not_sum": gettext_noop("次序数合计 {found}，应当是 {wanted}。"),
    "field_differs": gettext_noop("两名计票人不一致：{field} 一个记 {first}，一个记 {second}。"),
    "row_differs": gettext_noop(
        "两名计票人不一致：第 {number} 个项目的 {field} 一个记 {first}，一个记 {second}。"
    ),
    "row_only_once": gettext_noop("第 {number} 个项目只有一名计票人记了。"),
    "mixed_too_few": gettext_noop(
        "有一边只有 {few} 张，少于 {least} 张，分开计会看出个人怎么投的；请全部改用纸质。"
    ),
    "mixed_other_meeting": gettext_noop("两边的应到、实到人数不同，不是同一次会议。"),
    "no_quorum": gettext_noop("实到 {present} 人，全体 {in_office} 人，不到规定的 {needed} 人，不能票决。"),
    "returned_gt_issued": gettext_noop("收回 {returned} 张多于发出 {issued} 张，票决无效，重新投票。"),
    "passing": gettext_noop("{of}共 {base}，通过要 {needed} 票，有 {passed} 个项目通过。"),
    "by_votes_alone": gettext_noop("按得票多少确定，有 {passed} 个项目得票。"),
    "enough": gettext_noop("按得票从多到少确定 {chosen} 个。"),
    "just_enough": gettext_noop("通过的正好 {chosen} 个，全部确定。"),
    "tie_at_cut": gettext_noop("有 {tied} 个项目同为 {votes}，只剩 {left} 个名额，就这些项目再次投票。"),
    "all_tied_chosen": gettext_noop("有 {tied} 个项目同为 {votes}，按办法一并确定。"),
    "short_revote_remaining": gettext_noop("通过 {chosen} 个，不足 {seats} 个，还有 {left} 个名额另行票决。"),
    "short_accept_fewer": gettext_noop("通过 {chosen} 个，不足 {seats} 个，按办法以通过的为准。"),
    "short_defer_to_next_session": gettext_noop("通过 {chosen} 个，不足 {seats} 个，还有 {left} 个名额留待下次会议。"),
    "unreadable": gettext_noop("整张无法辨认。"),
    "blank": gettext_noop("整张空白。"),
    "marks_gt_seats": gettext_noop("选的多于应选数。"),
    "marks_lt_least": gettext_noop("选的少于规定的最少数。"),
    "rank_twice": gettext_noop("同一个次序写了两次。"),
    "rank_gap": gettext_noop("次序中间有空号。"),
    "rank_missing": gettext_noop("次序没有写全。"),
    "likely_short": gettext_noop("选不足 {seats} 个的可能约为 {percent}%，会前应当调整。"),
    "unlikely_short": gettext_noop("选不足 {seats} 个的可能约为 {percent}%，可以按这个办法。"),
    "likely_tie": gettext_noop("最后名额上票数相等的可能约为 {percent}%，请准备好再次投票的选票。"),
    "raise_attendance": gettext_noop("到会 {present} 人（{percent}%）以上，选不足的可能在 5% 以下。"),
    "attendance_cannot": gettext_noop("全体代表都到会，选不足的可能也有 {percent}%：光靠提高到会率不够。"),
    "fewer_candidates": gettext_noop("候选项目减到 {candidates} 个，选不足的可能在 5% 以下。"),
    "use_per_item": gettext_noop(
        "改用逐项表决，代表不受最多选几个的限制；每个项目平均有 {approval}% 赞成时，选不足的可能在 5% 以下。"
    ),
    "no_quorum_planned": gettext_noop("预计到会 {present} 人，不到规定的 {needed} 人，会议不能票决。"),
}  # fmt: skip
FIELDS: Final[Mapping[str, str]] = {
    "issued": gettext_noop("发出"), "returned": gettext_noop("收回"), "valid": gettext_noop("有效"),
    "void": gettext_noop("无效"), "blank": gettext_noop("空白"),
    "yes": gettext_noop("赞成"), "no": gettext_noop("反对"), "abstain": gettext_noop("弃权"),
    "score": gettext_noop("次序分"),
    "in_office": gettext_noop("全体代表"), "present": gettext_noop("实到代表"),
}  # fmt: skip


def sentence(note: Note, say: Say = str) -> str:
    """What a code says, with its numbers."""
    named = {
        key: say(FIELDS.get(str(value), str(value))) for key, value in note.params.items() if key in {"field", "of"}
    }
    if note.params.get("of") == Base.VALID.value:
        named["of"] = say(BASES[Base.VALID])
    return say(NOTES[note.code]).format(**{**note.params, **named})


def sentences(notes: Iterable[Note], say: Say = str) -> list[str]:
    """Several codes."""
    return [sentence(one, say) for one in notes]
