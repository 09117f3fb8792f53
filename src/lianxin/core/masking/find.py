"""Sure finds of personal data: the pattern of each kind, the check it must pass, the context it needs."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from lianxin.core.masking import checks


class Found(NamedTuple):
    """A piece of personal data: its kind, where it stands (``text[start:end]``), and its bare value."""

    kind: str
    start: int
    end: int
    value: str


class _Match(NamedTuple):
    """A stretch that has the form of a kind: its bare value, how it is written, and the words just before it."""

    value: str
    written: str
    before: str


class _Pattern(NamedTuple):
    """How one kind is found; earlier patterns win over later ones on the same stretch of text."""

    kind: str
    form: re.Pattern[str]
    accepts: Callable[[_Match], bool]


_GAP = r"[ \-.·‐‑‒–—_\u00a0\u200b-\u200f\u2060\ufeff\u3000]{0,2}"
_BEFORE = r"(?<![0-9A-Za-z])"
_AFTER = r"(?![0-9A-Za-z])"
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_CONTEXT = 10
_OTHER_NUMBER = re.compile(
    r"订单|单号|编号|工单|流水|运单|快递|案号|文号|合同|票号|条码|序列|批号|户号|表号|房产证|产权证"
)
_PLATE_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_DIGITS = 3
_HAN_DIGITS = {"〇": "0", "零": "0", "幺": "1", "两": "2"} | {
    sign: str(digit)
    for signs in ("一二三四五六七八九", "壹贰叁肆伍陆柒捌玖")
    for digit, sign in enumerate(signs, start=1)
}
_HAN = "[" + "".join(_HAN_DIGITS) + "]"
_HAN_RUN = re.compile(rf"(?<!{_HAN}){_HAN}(?:[ \-]?{_HAN}){{10}}(?!{_HAN})")
_MOBILE_GROUPS = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (3, 2, 2, 2, 2), (5, 6), (1,) * 11})


def _digits(count: int) -> str:
    """Return a pattern for a number of digits with optional gaps between them."""
    return rf"\d(?:{_GAP}\d){{{count - 1}}}"


def _always(_match: _Match) -> bool:
    """Accept whatever the form matched."""
    return True


def _unless_other_number(check: Callable[[str], bool]) -> Callable[[_Match], bool]:
    """Accept what passes a check, unless the words before it call it an order number or the like."""
    return lambda match: check(match.value) and not _OTHER_NUMBER.search(match.before)


def _is_mobile(match: _Match) -> bool:
    """Accept eleven digits in groups in which people write mobile numbers; house numbers (13-15-17-19) are not."""
    national = _INVISIBLE.sub("", match.written)
    national = re.sub(r"^(?:\+|00)?86[^0-9]*(?=1)", "", national) if len(match.value) > 11 else national
    return tuple(len(group) for group in _SEPARATORS.split(national)) in _MOBILE_GROUPS


def _is_plate(match: _Match) -> bool:
    """Accept a plate with at least three digits; words in capitals after a province's short name are not."""
    return sum(sign.isdigit() for sign in match.value) >= _PLATE_DIGITS


_EMAIL = r"[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,18}"
_CREDIT = rf"{_BEFORE}[0-9A-Ya-y](?:{_GAP}[0-9A-Ya-y]){{17}}{_AFTER}"
_MOBILE = rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?![0-9])"
_EXTENSION = r"(?:[ -]{0,2}(?:转|-)\d{1,5})?(?![ -]?[0-9])"
_LANDLINE = (
    rf"(?<![0-9A-Za-z.])(?<![0-9][ -])(?:\(0\d{{2,3}}\)|0\d{{2,3}}[ \-—–]{{0,2}})[2-8]\d{{2,3}}[ -]?\d{{4}}{_EXTENSION}"
)
_LOCAL_LINE = rf"(?:电话|座机|致电|拨打|传真|热线)(?:号码|号)?[ 是为:]{{0,3}}([2-8]\d{{3}}[ -]?\d{{4}}{_EXTENSION})"
_PLATE_SIGN = "A-HJ-NP-Za-hj-np-z"
_PLATE = rf"[{_PLATE_PROVINCES}][{_PLATE_SIGN}][·. ]?[{_PLATE_SIGN}0-9]{{4,5}}[{_PLATE_SIGN}0-9挂学警港澳]{_AFTER}"
_SAID = r"(?:号码|账号|号|ID|id)?[ 是为:=]{0,4}"
_WECHAT = (
    r"(?:微信号?|薇信|威信|[vV]信|加[vVwW微薇威]|(?<![A-Za-z])(?:[wW]e[cC]hat|[vV][xX]|[wW][xX]))"
    rf"{_SAID}([A-Za-z][\w-]{{5,19}}|[1-9]\d{{4,10}})"
)
_QQ = rf"(?<![A-Za-z])[qQ]{{2}}群?{_SAID}([1-9]\d{{4,10}})(?!\d)"
_PASSPORT = rf"(?:护照|通行证|回乡证){_SAID}([A-Za-z]{{1,2}}\d{{7,8}}){_AFTER}"
_CARD = rf"{_BEFORE}{_digits(15)}(?:{_GAP}\d){{0,4}}{_AFTER}"

_PATTERNS: tuple[_Pattern, ...] = (
    _Pattern("email", re.compile(_EMAIL, re.ASCII), _always),
    _Pattern(
        "id_card",
        re.compile(rf"{_BEFORE}{_digits(17)}{_GAP}[\dXx]{_AFTER}"),
        lambda match: checks.is_id_card(match.value),
    ),
    _Pattern("credit_code", re.compile(_CREDIT), _unless_other_number(checks.is_credit_code)),
    _Pattern("bank_card", re.compile(_CARD), _unless_other_number(checks.is_bank_card)),
    _Pattern("id_card_15", re.compile(rf"{_BEFORE}\d{{15}}{_AFTER}"), _unless_other_number(checks.is_old_id_card)),
    _Pattern("mobile", re.compile(_MOBILE), _is_mobile),
    _Pattern("landline", re.compile(_LANDLINE), _always),
    _Pattern("landline", re.compile(_LOCAL_LINE), _always),
    _Pattern("plate", re.compile(_PLATE), _is_plate),
    _Pattern("passport", re.compile(_PASSPORT), _always),
    _Pattern("wechat", re.compile(_WECHAT, re.ASCII), _always),
    _Pattern("qq", re.compile(_QQ), _always),
)
_AS_WRITTEN = frozenset({"email", "wechat"})
_PLATE_MARKS = re.compile(r"[·. ]")


def _plain_digits(text: str) -> str:
    """Return the text with every kind of written digit as an ordinary one, sign for sign, so that positions stay."""
    folded = "".join(_plain_sign(sign) if sign > "\x7f" else sign for sign in text)
    return _HAN_RUN.sub(lambda run: "".join(_HAN_DIGITS.get(sign, sign) for sign in run.group()), folded)


def _plain_sign(sign: str) -> str:
    """Return a full-width or foreign digit, letter or sign as its ASCII twin, anything else as it is."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else sign


def _bare(kind: str, written: str) -> str:
    """Return the bare value of a find: upper case without gaps, but addresses and names as written."""
    if kind in _AS_WRITTEN:
        return written
    return (_PLATE_MARKS if kind == "plate" else _SEPARATORS).sub("", written).upper()


def find_personal(text: str) -> list[Found]:
    """Return all sure finds in a text, in order and without overlaps."""
    plain = _plain_digits(text)
    taken = bytearray(len(plain))
    found: list[Found] = []
    for pattern in _PATTERNS:
        for match in pattern.form.finditer(plain):
            group = match.lastindex or 0
            start, end = match.span(group)
            seen = _Match(_bare(pattern.kind, match[group]), match[group], plain[max(0, start - _CONTEXT) : start])
            if any(taken[start:end]) or not pattern.accepts(seen):
                continue
            taken[start:end] = b"\x01" * (end - start)
            found.append(Found(pattern.kind, start, end, seen.value))
    return sorted(found, key=lambda item: item.start)
