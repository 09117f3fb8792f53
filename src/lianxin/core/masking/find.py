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


class _Pattern(NamedTuple):
    """How one kind is found; earlier patterns win over later ones on the same stretch of text."""

    kind: str
    form: re.Pattern[str]
    accepts: Callable[[str], bool]


_GAP = r"[ \-.·‐‑‒–—_\u00a0\u200b-\u200f\u2060\ufeff\u3000]{0,2}"
_BEFORE = r"(?<![0-9A-Za-z])"
_AFTER = r"(?![0-9A-Za-z])"
_SEPARATORS = re.compile(r"[^0-9A-Za-z]")
_PLATE_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_HAN_DIGITS = {"〇": "0", "零": "0", "幺": "1", "两": "2"} | {
    sign: str(digit)
    for signs in ("一二三四五六七八九", "壹贰叁肆伍陆柒捌玖")
    for digit, sign in enumerate(signs, start=1)
}
_HAN_RUN = re.compile(r"[〇零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖]{11}")


def _digits(count: int) -> str:
    """Return a pattern for a number of digits with optional gaps between them."""
    return rf"\d(?:{_GAP}\d){{{count - 1}}}"


def _always(_value: str) -> bool:
    """Accept whatever the form matched."""
    return True


_EMAIL = r"[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,18}"
_CREDIT = rf"{_BEFORE}[0-9A-Ya-y](?:{_GAP}[0-9A-Ya-y]){{17}}{_AFTER}"
_LANDLINE = (
    r"(?<![0-9A-Za-z.])(?:\(0\d{2,3}\)|0\d{2,3}[ \-—–]{0,2}|（0\d{2,3}）)"
    r"[2-8]\d{6,7}(?:[ -]{0,2}(?:转|-)\d{1,5})?(?![0-9])"
)
_PLATE_SIGN = "A-HJ-NP-Za-hj-np-z"
_PLATE = rf"[{_PLATE_PROVINCES}][{_PLATE_SIGN}][·. ]?[{_PLATE_SIGN}0-9]{{4,5}}[{_PLATE_SIGN}0-9挂学警港澳]{_AFTER}"
_SAID = r"(?:号码|账号|号|ID|id)?[ 是为:=]{0,4}"
_WECHAT = (
    r"(?:微信号?|薇信|威信|[vV]信|(?<![A-Za-z])(?:[wW]e[cC]hat|[vV][xX]|[wW][xX]))"
    rf"{_SAID}([A-Za-z][\w-]{{5,19}}|[1-9]\d{{4,10}})"
)
_QQ = rf"(?<![A-Za-z])[qQ]{{2}}群?{_SAID}([1-9]\d{{4,10}})(?!\d)"

_PATTERNS: tuple[_Pattern, ...] = (
    _Pattern("email", re.compile(_EMAIL, re.ASCII), _always),
    _Pattern("credit_code", re.compile(_CREDIT), checks.is_credit_code),
    _Pattern("id_card", re.compile(rf"{_BEFORE}{_digits(17)}{_GAP}[\dXx]{_AFTER}"), checks.is_id_card),
    _Pattern("bank_card", re.compile(rf"{_BEFORE}{_digits(15)}(?:{_GAP}\d){{0,4}}{_AFTER}"), checks.is_bank_card),
    _Pattern("id_card_15", re.compile(rf"{_BEFORE}\d{{15}}{_AFTER}"), checks.is_old_id_card),
    _Pattern(
        "mobile", re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?![0-9])"), _always
    ),
    _Pattern("landline", re.compile(_LANDLINE), _always),
    _Pattern("plate", re.compile(_PLATE), _always),
    _Pattern("wechat", re.compile(_WECHAT, re.ASCII), _always),
    _Pattern("qq", re.compile(_QQ), _always),
)


def _plain_digits(text: str) -> str:
    """Return the text with every kind of written digit as an ordinary one, sign for sign, so that positions stay."""
    folded = "".join(_plain_sign(sign) if sign > "\x7f" else sign for sign in text)
    return _HAN_RUN.sub(lambda run: "".join(_HAN_DIGITS[sign] for sign in run.group()), folded)


def _plain_sign(sign: str) -> str:
    """Return a full-width or foreign digit, letter or sign as its ASCII twin, anything else as it is."""
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    return chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else sign


def find_personal(text: str) -> list[Found]:
    """Return all sure finds in a text, in order and without overlaps."""
    plain = _plain_digits(text)
    taken = bytearray(len(plain))
    found: list[Found] = []
    for pattern in _PATTERNS:
        for match in pattern.form.finditer(plain):
            group = match.lastindex or 0
            start, end = match.span(group)
            value = (
                match.group(group)
                if pattern.kind in ("email", "wechat")
                else _SEPARATORS.sub("", match.group(group)).upper()
            )
            if pattern.kind == "plate":
                value = match.group().replace("·", "").replace(".", "").replace(" ", "").upper()
            if any(taken[start:end]) or not pattern.accepts(value):
                continue
            taken[start:end] = b"\x01" * (end - start)
            found.append(Found(pattern.kind, start, end, value))
    return sorted(found, key=lambda item: item.start)
