"""Sentences of the cases room that a lawyer or a translator may change; each refusal says what to do next."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases.models import CaseState

#: Why a guard refuses.  ``{x}`` are facts an action may fill in.
GUARD_SENTENCES: Final[Mapping[str, str | Promise]] = {
    "words_or_observation": gettext_lazy(
        "请写下居民的原话；如果是代表走访看到的，请写下看到的情况并选上代表。两样只写一样。"
    ),
    "still_at_hand": gettext_lazy("这件事现在不在您手上：转交前由镇人大办处理，转交后由政府交办台处理。"),
    "answer_given": gettext_lazy("请写下内容再提交。"),
    "reason_given": gettext_lazy("请写明理由，这个理由会留在记录里。"),
    "channel_told": gettext_lazy("请写明应当去哪里反映（单位或电话），好让居民知道。"),
    "triaged": gettext_lazy("转交前要先定好性质和类别。请先在“分类定性”里补上。"),
    "stays_in_flow": gettext_lazy("举报和紧急情况不走普通办理流程，请用“移交”。"),
    "lawful_lead": gettext_lazy(
        "居委会、物业和公用企业不能主办政府工作；只有属于它自己清单或合同的事才可以商请或告知。请另选主办单位，或勾选“属于其自身清单”并写明依据。"
    ),
    "own_unit": gettext_lazy("这件事不是由您所在的单位主办。"),
    "returns_left": gettext_lazy("这件事已经退回过两次，不能再退回；请与政府交办台商定。"),
    "not_settled": gettext_lazy(
        "这类事在这个地方已经会商裁定由您单位主办，写进了权责表，不能再退回；情况有变的，请与政府交办台商定更改那一条。"
    ),
    "contact_logged": gettext_lazy("请写明用什么方式联系、有没有联系上。"),
    "before_due": gettext_lazy("期限已过，不能再延期。延期要在到期当天或之前提出。"),
    "once_only": gettext_lazy("每件事只能延期一次，这件事已经延过。"),
    "every_point_answered": gettext_lazy("还有诉求要点没有回答。请逐条回答，或者写明为什么不答。"),
    "result_complete": gettext_lazy("办理结果还缺必要的内容，请按提示补齐。"),
    "co_opinions_in": gettext_lazy("会办单位的意见还没有交齐，暂不能签发。请催会办单位，或请政府交办台免去会办。"),
    "may_judge": gettext_lazy(
        "您不能为这件事登记评价：评价由居民本人（凭查询码）、所见的代表作出，或由没有办理这件事的人如实转记居民的话。"
    ),
    "somebody_leads": gettext_lazy("还没有单位办理过这件事。"),
    "nobody_leads": gettext_lazy("这件事已有主办单位，按再次办理处理。"),
    "rehandling_left": gettext_lazy("这件事已经再办过一次，下一步是请代表当面会商。"),
    "rehandling_used": gettext_lazy("还可以再办一次，先再办。"),
    "meeting_held": gettext_lazy("请填写会商的日期，不能晚于今天。"),
    "asked_twice_by_two_channels": gettext_lazy("要先用两种不同方式各问过一次，才能记为“问过、未回应”。"),
    "verdict_window_over": gettext_lazy("等居民回应的时间还没过，请到期后再记。"),
    "promise_open": gettext_lazy("没有待兑现的承诺，不需要跟踪。"),
    "no_promise_open": gettext_lazy("还有承诺没有兑现，暂不能办结。请先登记承诺的结果。"),
    "right_closer": gettext_lazy(
        "您不能办结这件事：政府交办台办结自己交办的；没有到过交办台、或由交办台自己办理的，由镇人大办办结；承办单位和代表都不能办结。"
    ),
    "delivered": gettext_lazy("答复还没有送到居民手上。请先登记电话、上门或纸质告知，网页公布不算送达。"),
    "heard_or_asked": gettext_lazy("还没有居民的评价。请先询问居民；两次询问没有回应的，记为“问过、未回应”。"),
    "new_facts": gettext_lazy("请写明有什么新的情况；没有新情况的，原来的答复仍然有效。"),
    "within_reopen_window": gettext_lazy("已经超过可以重新打开的期限，请作为新的意见提交。"),
    "reached_desk": gettext_lazy("这件事没有到过政府交办台，请由镇人大办重新打开。"),
    "never_reached_desk": gettext_lazy("这件事到过政府交办台，重新打开后由交办台处理。"),
    "own_voice": gettext_lazy("只有反映人本人（或镇人大办按本人的话）可以撤回。"),
    "lead_fits": gettext_lazy(
        "牵头的事项要还没有答复、没有随别的议题、属于同一办理轨道，而且办得不比这件慢。请另选牵头事项。"
    ),
    "others_stay": gettext_lazy("没有别的事项跟着这一件。"),
    "several_parts": gettext_lazy("请把要点分开：原来的一件至少留一点，每个新的一件至少有一点。"),
}

#: At which field of a form a guard's refusal is shown; the others concern the whole form.
GUARD_FIELDS: Final[Mapping[str, str]] = {
    "words_or_observation": "words",
    "answer_given": "text",
    "reason_given": "reason",
    "channel_told": "channel",
    "lawful_lead": "unit_id",
    "contact_logged": "how",
    "meeting_held": "meeting_on",
    "new_facts": "reason",
    "every_point_answered": "points",
}

#: Guards whose refusal means "you may not", not "not now".
GUARD_FORBIDS: Final = frozenset({"own_unit", "may_judge", "right_closer", "own_voice", "still_at_hand"})

LACKS: Final[Mapping[str, str | Promise]] = {
    "date_needed": gettext_lazy("这个办理结果要写明日期，这个日期会成为对居民的承诺。"),
    "date_past": gettext_lazy("承诺的日期要晚于今天。"),
    "promise_text_needed": gettext_lazy("请写明到那天做成什么。"),
    "reason_needed": gettext_lazy("这个办理结果要写明理由，或者从五种“办不了”的理由里选一种并写清事实。"),
    "unknown_no_reason": gettext_lazy("没有这种理由，请从列表中选。"),
    "fact_needed": gettext_lazy("这种理由必须写清：{fact}。"),
}

EMERGENCY_NUMBERS: Final = gettext_lazy(
    "如果现在有危险，请马上打电话：报警 110，火警 119，急救 120。这里不能代替报警。"
)


def not_this_party(label: str) -> str:
    """The actor's role does not make this move."""
    return _("您的角色不能做“%(move)s”这一步。") % {"move": label}


def not_from_here(label: str, state: str) -> str:
    """The case is in another state."""
    return _("这件事现在是“%(state)s”，不能做“%(move)s”。请刷新页面看最新情况。") % {
        "state": CaseState(state).label,
        "move": label,
    }


def somebody_was_faster() -> str:
    """The page was older than the case."""
    return _("您打开页面以后，别人已经更新过这件事。请刷新页面，看过最新情况再操作；您写的内容还在，可以先复制。")


def no_such_case() -> str:
    """A case that does not exist here, or may not be seen."""
    return _("找不到这件事，可能编号不对，或者它不在您的范围内。")


def receipt_withdrawn() -> str:
    """Words taken back have no receipt any more."""
    return _("反映人已经撤回自己的话，回执不再补打。")


def nothing_to_tell() -> str:
    """Telling comes after an answer."""
    return _("还没有答复可以告知。先签发答复，再登记告知。")


def nothing_to_ask() -> str:
    """Asking comes after an answer and before a verdict."""
    return _("现在不用询问评价：要等答复以后、居民评价以前。")


def handler_asks() -> str:
    """Who handled does not ask whether it was well handled."""
    return _("办理这件事的单位不能自己询问评价，请由交办台、人大办或居民区来问。")


def may_not_read_contact() -> str:
    """Contact data is for who must get in touch."""
    return _("联系方式只给需要联系居民的单位看。如确有需要，请与镇人大办或政府交办台联系。")


#: Problems with typed fields when an opinion is recorded or changed.
FIELD_PROBLEMS: Final[Mapping[str, str | Promise]] = {
    "words_missing": gettext_lazy("请写下您想说的话。怎么说的就怎么写，一句话也可以。"),
    "words_long": gettext_lazy("内容太长（最多 {limit} 字，现在 {length} 字）。请删去一些，或者分成两条。"),
    "text_long": gettext_lazy("最多 {limit} 字，现在 {length} 字，请删短一些。"),
    "kind_unknown": gettext_lazy("没有这种性质，请从列表中选；不确定就选“不清楚”。"),
    "category_unknown": gettext_lazy("没有这个类别，请从列表中选；不确定就先空着。"),
    "channel_unknown": gettext_lazy("没有这种来源，请从列表中选。"),
    "track_unknown": gettext_lazy("没有这种类型，请从列表中选。"),
    "tag_unknown": gettext_lazy("没有“{tag}”这个标签，请从列表中选。"),
    "place_unknown": gettext_lazy("没有找到这个地方，请从列表中重新选；说不清就选“不清楚在哪里”，在旁边写几个字。"),
    "place_outside": gettext_lazy("这个地方不在您负责的范围内。请选自己负责的居民区，或请镇人大办记录。"),
    "deputy_unknown": gettext_lazy("名册里没有这位代表，请从列表中选。"),
    "observation_deputy": gettext_lazy("“代表走访发现”要选上是哪位代表看到的。"),
    "date_future": gettext_lazy("日期还没到，请改成实际反映的那一天。"),
    "date_too_old": gettext_lazy("日期太早了，请检查年份。"),
    "contact_unreadable": gettext_lazy("这个联系方式看不懂。请写手机号、座机号（可带区号）或邮箱；不想留可以空着。"),
    "name_without_contact": gettext_lazy("只写了称呼，没有联系方式；请补上电话，或者把称呼也去掉。"),
    "consent_name_needs_text": gettext_lazy("同意公开称呼的前提是同意公开内容，请先勾选同意公开内容。"),
    "confidential_and_public": gettext_lazy("要求保密和同意公开不能同时选，请只留一个。"),
    "points_many": gettext_lazy("诉求要点最多 {limit} 条，请合并一些。"),
    "nothing_changed": gettext_lazy("没有任何改动。"),
    "expected_unit": gettext_lazy("没有找到这个单位，请从列表中选。"),
    "reason_long": gettext_lazy("理由最多 {limit} 字，请删短一些。"),
    "scheme_unknown": gettext_lazy("没有这种结果分类，请从列表中选。"),
    "result_unknown": gettext_lazy("没有这种办理结果，请从列表中选。"),
    "correction_reason": gettext_lazy("您改动了系统建议的单位，请写一句原因，下次建议会更准。"),
    "point_unknown": gettext_lazy("这个要点不属于这件事，请刷新页面。"),
    "grade_unknown": gettext_lazy("请选“解决了”“部分解决”或“没有解决”。"),
    "via_unknown": gettext_lazy("请选居民是怎么说的：电话、纸质、上门。"),
    "how_unknown": gettext_lazy("请选联系方式：电话、上门、现场、纸质告知单、短信、信函。"),
    "no_contact": gettext_lazy("没有留联系方式，或者已经删除。"),
    "no_such_request": gettext_lazy("没有待决定的申请。"),
    "no_such_file": gettext_lazy("没有这张照片，可能已经删除了。"),
    "promise_day": gettext_lazy("新的日期要晚于今天。"),
    "why_unknown": gettext_lazy("请选为什么补打。"),
    "days_range": gettext_lazy("天数要在 1 到 {limit} 之间。"),
}


def problem(code: str, **facts: object) -> str:
    """A sentence of :data:`FIELD_PROBLEMS` with its facts."""
    return str(FIELD_PROBLEMS[code]).format(**facts)


def refusal(guard: str) -> str:
    """Why a guard refuses."""
    return str(GUARD_SENTENCES[guard])


def lack(code: str, fact: str = "") -> str:
    """What a result still lacks."""
    return str(LACKS[code]).format(fact=fact)


_PARTIES: Final[Mapping[str, str | Promise]] = {
    "": gettext_lazy("已结束"),
    "resident": gettext_lazy("等居民回应"),
    "congress_office": gettext_lazy("镇人大办"),
    "government_desk": gettext_lazy("政府交办台"),
    "unit": gettext_lazy("承办单位"),
    "unit_head": gettext_lazy("承办单位"),
}

_CLOCKS: Final[Mapping[str, str | Promise]] = {
    "": "",
    "transfer": gettext_lazy("转交"),
    "assign": gettext_lazy("交办"),
    "accept": gettext_lazy("受理"),
    "contact": gettext_lazy("先行联系"),
    "answer": gettext_lazy("答复"),
    "return_decision": gettext_lazy("裁定退回"),
    "co_opinion": gettext_lazy("会办意见"),
    "inform": gettext_lazy("告知居民"),
    "deliver": gettext_lazy("送达答复"),
    "ask": gettext_lazy("询问评价"),
    "ask_again": gettext_lazy("再次询问"),
    "silence": gettext_lazy("等回应"),
    "rehandle": gettext_lazy("再次办理"),
    "meeting": gettext_lazy("当面会商"),
    "hard_stop": gettext_lazy("最长期限"),
    "hand_over": gettext_lazy("移交"),
    "promise": gettext_lazy("承诺到期"),
}

_VERDICTS: Final[Mapping[str, str | Promise]] = {
    "": "",
    "solved": gettext_lazy("解决了"),
    "partly": gettext_lazy("部分解决"),
    "unsolved": gettext_lazy("没有解决"),
}


def party_word(code: str) -> str:
    """Who has the matter."""
    return str(_PARTIES[code])


def clock_word(code: str) -> str:
    """What the date is for; a rule of the town's own keeps its code."""
    return str(_CLOCKS.get(code, code))


def verdict_word(code: str) -> str:
    """What the resident says."""
    return str(_VERDICTS.get(code, code))


_JUDGES: Final[Mapping[str, str | Promise]] = {
    "resident": gettext_lazy("居民"),
    "deputy": gettext_lazy("代表"),
    "neighbourhood": gettext_lazy("居民区"),
}


def judge_word(code: str) -> str:
    """Who judges."""
    return str(_JUDGES.get(code, code))


#: Where a matter stands, for the resident.
HEADLINES: Final[Mapping[str, str | Promise]] = {
    "received": gettext_lazy("您的话已经收到，正在整理。"),
    "answered": gettext_lazy("您反映的事当场有了答复。"),
    "redirected": gettext_lazy("这件事要向别的单位反映。"),
    "handed_over": gettext_lazy("您反映的事已按规定移交，不在这里办理。"),
    "transferred": gettext_lazy("已经转交政府，正在确定由哪个单位办理。"),
    "assigned": gettext_lazy("已经交给承办单位。"),
    "return_pending": gettext_lazy("承办单位提出不属于它的职责，正在重新确定由谁办理。"),
    "accepted": gettext_lazy("承办单位已经受理，会先和您联系。"),
    "contacted": gettext_lazy("承办单位正在办理。"),
    "reply_draft": gettext_lazy("承办单位正在准备答复。"),
    "replied": gettext_lazy("已经有了答复。"),
    "rehandling": gettext_lazy("您说没有解决，承办单位正在再次办理。"),
    "rehandling_draft": gettext_lazy("承办单位正在准备再次答复。"),
    "meeting": gettext_lazy("人大代表会约您和承办单位当面谈一谈。"),
    "evaluated": gettext_lazy("您的评价已经收到。"),
    "silent": gettext_lazy("我们问过您两次，还没有等到您的回应。"),
    "tracking": gettext_lazy("答复里承诺的事还在跟踪，没有兑现以前不会结束。"),
    "closed": gettext_lazy("这件事已经办结。"),
    "withdrawn": gettext_lazy("您已经撤回。"),
    "following": gettext_lazy("和您反映同一件事的还有别人，正在一起办理。"),
}

#: What comes next, for the resident.
NEXT_STEPS: Final[Mapping[str, str | Promise]] = {
    "received": gettext_lazy("镇人大办会汇总转交政府；简单的事会直接答复您。"),
    "answered": gettext_lazy("如果没有说清楚或没有解决，请告诉我们，会继续办。"),
    "redirected": "",
    "handed_over": gettext_lazy("受理单位会按它的规定与您联系。"),
    "transferred": gettext_lazy("确定承办单位以后，这里会写明是谁。"),
    "assigned": gettext_lazy("承办单位受理后会先和您联系。"),
    "return_pending": gettext_lazy("政府交办台会尽快定下来，这段时间不算承办单位的时间，但您不用重新反映。"),
    "accepted": gettext_lazy("请留意电话；没有留电话的，可以在这里补上。"),
    "contacted": gettext_lazy("办好以后会给您答复，逐条回答您问的事。"),
    "reply_draft": gettext_lazy("单位负责人签发以后，就会告诉您。"),
    "replied": gettext_lazy("请说说是不是真的解决了；没有解决的，会再办一次。"),
    "rehandling": gettext_lazy("再次办好以后会再给您答复。"),
    "rehandling_draft": gettext_lazy("单位负责人签发以后，就会告诉您。"),
    "meeting": gettext_lazy("镇人大办会和您约时间。"),
    "evaluated": gettext_lazy("办结以后，如果有新的情况，可以重新打开。"),
    "silent": gettext_lazy("您现在仍然可以说是不是解决了。"),
    "tracking": gettext_lazy("到了承诺的日子，我们会再告诉您结果。"),
    "closed": gettext_lazy("有新的情况，可以在期限内重新打开。"),
    "withdrawn": gettext_lazy("如果想再反映，请重新提交。"),
    "following": gettext_lazy("办好以后，会按您说的事单独答复您；是不是解决了，由您自己评价。"),
}
