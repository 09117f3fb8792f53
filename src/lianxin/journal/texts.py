"""Sentences of the journal that people read: what ``verify`` found."""

from django.utils.translation import gettext as _

from lianxin.journal import kinds
from lianxin.journal.verify import Finding


def finding_sentence(finding: Finding) -> str:
    """One finding as a sentence for the operator or the audit administrator."""
    facts = {
        "kind": kinds.word_for(finding.object_kind),
        "id": finding.object_id or "",
        "at": finding.at,
        "detail": finding.detail,
    }
    return _sentence(finding.code) % facts


def step_words(step: str) -> str:
    """What one of the ``STEPS`` counted, in words."""
    words = {
        "entries": _("操作记录（条）"),
        "unbound": _("没有经过正常办理写入的记录（条）"),
        "links": _("全镇序列（号）"),
        "days": _("每日封存（天）"),
        "reads": _("查看个人信息的记录（条）"),
        "pairs": _("记录与对象的对应（处）"),
        "references": _("行与行之间的引用（处）"),
        "rooms": _("来龙去脉、定稿和文件（项）"),
    }
    return words[step]


def _sentence(code: str) -> str:
    sentences = {
        "reference_missing": _("第 %(at)s 行所指的行不见了（%(detail)s）。"),
        "reference_other_town": _("第 %(at)s 行指向了别的镇的行（%(detail)s）。"),
        "entry_changed": _("%(kind)s %(id)s 的第 %(at)s 条记录被改动过。"),
        "entry_missing": _("%(kind)s %(id)s 的第 %(at)s 条记录不见了。"),
        "entry_reordered": _("%(kind)s %(id)s 的第 %(at)s 条记录接不上前一条，顺序被动过。"),
        "entry_unbound": _("%(kind)s %(id)s 的第 %(at)s 条记录没有经过正常办理写入。"),
        "position_missing": _("全镇序列缺少第 %(at)s 至 %(detail)s 号。"),
        "link_out_of_order": _("全镇序列第 %(at)s 号的日期倒退了。"),
        "link_without_entry": _("全镇序列第 %(at)s 号所指的记录不见了。"),
        "link_mismatch": _("全镇序列第 %(at)s 号所指的记录与封存时不同。"),
        "seal_missing": _("%(at)s 的封存接不上前一天，中间缺少封存或顺序被动过。"),
        "seal_changed": _("%(at)s 的封存被改动过。"),
        "seal_broken": _("%(at)s 的封存与当天的记录对不上。"),
        "seal_not_as_noted": _("%(at)s 的封存和当时抄下的校验码不同，或者已经不在：整套记录可能被重新算过。"),
        "seal_reads_differ": _("%(at)s 封存时的查看记录被改动或删除过。"),
        "read_missing": _("查看记录缺少第 %(at)s 条。"),
        "read_reordered": _("查看记录第 %(at)s 条接不上前一条。"),
        "read_changed": _("查看记录第 %(at)s 条被改动过。"),
        "kind_unknown": _("%(detail)s 里有不认识的对象种类“%(kind)s”。"),
        "lineage_loop": _("%(kind)s %(id)s 的来龙去脉绕成了圈。"),
        "report_changed": _("%(kind)s %(detail)s 的内容和定稿时不一样。"),
        "file_missing": _("%(kind)s %(id)s 的文件不见了（%(detail)s）。"),
        "file_changed": _("%(kind)s %(id)s 的文件和上传时不一样（%(detail)s）。"),
        "orphan": _("%(detail)s 提到的%(kind)s %(id)s 不存在。"),
    }
    return sentences[code]
