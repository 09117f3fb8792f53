"""Guess which column of a strange table holds what: from its header and from what stands in it.

Pure: no database, no Django.  A guess is a proposal with a reason; people confirm it on the
preview page, and the confirmed mapping is remembered for files with the same headers.  Where the
file does not say a thing, no column is guessed for it: the value stays unknown for a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WORDS: Final = "words"
SUMMARY: Final = "summary"
SPOKEN_ON: Final = "spoken_on"
PLACE: Final = "place"
COMPOUND: Final = "compound"
BUILDING: Final = "building"
KIND: Final = "kind"
CATEGORY: Final = "category"
CHANNEL: Final = "channel"
NAME: Final = "name"
PHONE: Final = "phone"
RECORDER: Final = "recorder"
DEPUTIES: Final = "deputies"
ON_SPOT: Final = "on_spot_answer"
OCCASION: Final = "occasion"
CONFIDENTIAL: Final = "confidential"
CONSENT: Final = "consent_text"
REFERENCE: Final = "reference"
VISIT: Final = "visit"

FIELDS: Final = (
    WORDS,
    SUMMARY,
    SPOKEN_ON,
    PLACE,
    COMPOUND,
    BUILDING,
    KIND,
    CATEGORY,
    CHANNEL,
    NAME,
    PHONE,
    RECORDER,
    DEPUTIES,
    ON_SPOT,
    OCCASION,
    CONFIDENTIAL,
    CONSENT,
    REFERENCE,
    VISIT,
)

#: Header words in the order of how surely they name the field; matched after normalising.
HEADER_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    WORDS: (
        "原话",
        "留言详情",
        "诉求内容",
        "反映内容",
        "意见内容",
        "问题描述",
        "具体内容",
        "内容",
        "详情",
        "正文",
        "意见建议",
        "意见",
        "问题",
        "诉求",
        "verbatim",
        "body",
        "content",
        "text",
        "message",
        "description",
        "details",
    ),
    SUMMARY: ("摘要", "标题", "主题", "留言主题", "概况", "简述", "事由", "summary", "title", "subject"),
    SPOKEN_ON: (
        "反映时间",
        "反映日期",
        "接待时间",
        "留言时间",
        "登记时间",
        "来电时间",
        "受理时间",
        "时间",
        "日期",
        "spoken",
        "date",
        "time",
        "created",
    ),
    PLACE: (
        "居民区",
        "居委会",
        "居委",
        "社区",
        "所属居委",
        "村居",
        "地点",
        "地区",
        "区域",
        "属地",
        "地址",
        "neighbourhood",
        "neighborhood",
        "district",
        "place",
        "area",
        "location",
    ),
    COMPOUND: ("小区", "居住区", "小区名称", "楼盘", "compound", "estate"),
    BUILDING: ("楼号", "楼栋", "楼幢", "门牌", "building"),
    KIND: ("性质", "诉求类型", "诉求性质", "类型", "kind", "type"),
    CATEGORY: ("类别", "分类", "问题分类", "一级分类", "二级分类", "category", "class", "label"),
    CHANNEL: ("渠道", "来源", "反映方式", "途径", "channel", "source"),
    NAME: ("反映人", "姓名", "称呼", "居民姓名", "联系人", "来电人", "name", "resident"),
    PHONE: ("联系电话", "联系方式", "手机", "手机号", "电话", "phone", "mobile", "contact", "tel"),
    RECORDER: ("记录人", "登记人", "填报人", "recorder"),
    DEPUTIES: ("接待代表", "代表", "走访代表", "参加代表", "deputies", "deputy"),
    ON_SPOT: ("当场答复", "现场答复", "现场回复", "当场答复情况", "answer on the spot"),
    OCCASION: ("活动", "来源活动", "批次", "occasion", "activity"),
    CONFIDENTIAL: ("是否保密", "保密", "confidential"),
    CONSENT: ("是否同意公开", "同意公开", "consent"),
    VISIT: ("走访编号", "走访单编号", "走访单号", "visit number"),
    REFERENCE: ("编号", "工单号", "工单编号", "来件编号", "留言编号", "reference", "ref", "id", "number"),
}

_DATE: Final = re.compile(r"^\s*(19|20)\d{2}\s*[-/.年]?\s*\d{1,2}\s*[-/.月]?\s*\d{1,2}")
_MOBILE: Final = re.compile(r"^\s*(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}\s*$")
_SPACE: Final = re.compile(r"[\s　*＊：:（）()\[\]【】]+")

_EXACT: Final = 100
_CONTAINED: Final = 60
_THRESHOLD: Final = 40
_LONG_TEXT: Final = 25
_SHORT_CODE: Final = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """A column proposed for a field, how sure (0–200) and why (a code for the page)."""

    field: str
    column: int
    score: int
    why: str


def header_key(header: str) -> str:
    """A header without spaces, brackets, stars and case, for comparing."""
    return _SPACE.sub("", header).casefold()


def _header_score(field: str, header: str) -> int:
    key = header_key(header)
    if not key:
        return 0
    for rank, word in enumerate(HEADER_WORDS[field]):
        known = header_key(word)
        if key == known:
            return _EXACT - rank
        # A short Latin word inside another ("id" in "resident") says nothing.
        if known in key and not (known.isascii() and len(known) < len(key)):
            return _CONTAINED - rank
    return 0


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    filled = [value for value in values if value.strip()]
    return sum(bool(pattern.match(value)) for value in filled) / len(filled) if filled else 0.0


def _mean_length(values: Sequence[str]) -> float:
    filled = [value for value in values if value.strip()]
    return sum(len(value) for value in filled) / len(filled) if filled else 0.0


def _content_score(field: str, values: Sequence[str]) -> int:
    """What the values say for or against the field; at most ±100."""
    length = _mean_length(values)
    if field == WORDS:
        return min(90, 20 + int(length)) if length >= _LONG_TEXT else -30
    if field == SPOKEN_ON:
        return int(80 * _share(values, _DATE)) - (40 if _share(values, _DATE) == 0 else 0)
    if field == PHONE:
        return int(80 * _share(values, _MOBILE))
    if field in (KIND, CATEGORY, CHANNEL, PLACE, COMPOUND, BUILDING, NAME, REFERENCE) and length > _SHORT_CODE:
        return -80
    return 0


def guess_columns(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Guess]:
    """Propose at most one column per field and one field per column, best scores first.

    ``sample`` are some rows (a few hundred are plenty).  Only a header or strongly telling
    content makes a proposal; the words column is always proposed when any column looks like text.
    """
    columns = [[row[index] if index < len(row) else "" for row in sample] for index in range(len(headers))]
    candidates: list[Guess] = []
    for index, header in enumerate(headers):
        for field in FIELDS:
            by_header = _header_score(field, header)
            by_content = _content_score(field, columns[index])
            only_content = field in (WORDS, SPOKEN_ON, PHONE)
            score = by_header + by_content if by_header or only_content else 0
            if score >= _THRESHOLD:
                candidates.append(Guess(field, index, score, "header" if by_header else "content"))
    return _best(candidates)


def _best(candidates: list[Guess]) -> list[Guess]:
    chosen: list[Guess] = []
    fields: set[str] = set()
    columns: set[int] = set()
    for guess in sorted(candidates, key=lambda item: (-item.score, FIELDS.index(item.field), item.column)):
        if guess.field not in fields and guess.column not in columns:
            chosen.append(guess)
            fields.add(guess.field)
            columns.add(guess.column)
    return sorted(chosen, key=lambda item: FIELDS.index(item.field))
