"""Hiding what was found: in running text by a label that says what was there, in fields by stars."""

from lianxin.core.masking.find import Found, find_personal
from lianxin.core.masking.names import split_name
from lianxin.core.masking.suggest import suggest_personal

LABELS = {
    "id_card": "〔身份证号〕",
    "id_card_15": "〔身份证号〕",
    "credit_code": "〔信用代码〕",
    "bank_card": "〔银行卡号〕",
    "mobile": "〔手机号〕",
    "landline": "〔电话〕",
    "plate": "〔车牌〕",
    "passport": "〔证件号〕",
    "email": "〔邮箱〕",
    "wechat": "〔微信号〕",
    "qq": "〔QQ号〕",
    "name": "〔姓名〕",
    "room": "〔门牌〕",
}
"""What stands in a text in place of a find."""


def mask(text: str, *, suggestions: bool = False) -> str:
    """Return a text with every sure find replaced by its label; with ``suggestions`` also names and room numbers.

    Masking a masked text changes nothing.
    """
    finds = find_personal(text)
    if suggestions:
        sure = list(finds)
        guesses = (guess for guess in suggest_personal(text) if not any(_overlap(guess, find) for find in sure))
        finds = sorted([*sure, *guesses], key=lambda item: item.start)
    parts: list[str] = []
    at = 0
    for found in finds:
        parts += [text[at : found.start], LABELS[found.kind]]
        at = found.end
    return "".join([*parts, text[at:]])


def _overlap(one: Found, other: Found) -> bool:
    """Say whether two finds share a sign; a guess never cuts into a sure find."""
    return one.start < other.end and other.start < one.end


def _keep_ends(value: str, head: int, tail: int) -> str:
    """Return a value with stars between its first ``head`` and last ``tail`` signs.

    All stars if it is too short for that.
    """
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def mask_phone(number: str) -> str:
    """Return a phone number for a list: ``138****5678``; a landline keeps its last two digits.

    Too short a number is all stars.
    """
    digits = "".join(sign for sign in number if sign.isdigit())
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) == 11 and digits.startswith("1"):
        return _keep_ends(digits, 3, 4)
    return _keep_ends(digits, 0, 2)


def mask_id(number: str) -> str:
    """Return an identity number for a list: first and last sign only."""
    return _keep_ends(number.strip(), 1, 1)


def mask_name(name: str) -> str:
    """Return a name for a list: the family name and a star for each further sign (张**, 欧阳*).

    A one-sign name is a star.
    """
    family, given = split_name(name.strip())
    return family + "*" * len(given) if given else "*" * len(family)


def mask_email(address: str) -> str:
    """Return an e-mail address for a list: first sign and domain (``l***@example.cn``)."""
    name, at, domain = address.strip().rpartition("@")
    return f"{name[:1]}***{at}{domain}" if name else "*" * len(domain)
