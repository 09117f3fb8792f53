"""The right to vote: a private credential on paper, its public part on the list.

``XXX-XXX-XXX-XXX-XXX``: fourteen random Base58 digits and one check digit, with dashes.  The secret exponent is
PBKDF2-HMAC-SHA256 (1,000 rounds, salt = uuid) modulo q, so that the reference tool can vote with it too.
"""

import hashlib
import re
from typing import Any, Final

from lianxin.ballots.protocol.chance import Chance
from lianxin.ballots.protocol.encoding import BASE58
from lianxin.ballots.protocol.group import Q, g_power, number

_FORM: Final = re.compile(rf"[{BASE58}]{{3}}(?:-[{BASE58}]{{3}}){{4}}")
_DIGITS: Final = 14


def new_credential(chance: Chance) -> str:
    """A fresh private credential."""
    digits = "".join(BASE58[chance.below(58)] for _ in range(_DIGITS))
    signs = digits + _check(digits)
    return "-".join(signs[at : at + 3] for at in range(0, 15, 3))


def _check(digits: str) -> str:
    value = 0
    for sign in digits:
        value = value * 58 + BASE58.index(sign)
    return BASE58[53 - value % 53]


def is_credential(typed: str) -> bool:
    """Whether something typed is a credential without a slip of the pen."""
    return bool(_FORM.fullmatch(typed)) and _check(typed.replace("-", "")[:_DIGITS]) == typed[-1]


def secret_of(credential: str, uuid: str) -> Any:
    """The secret exponent of a private credential in an election."""
    derived = hashlib.pbkdf2_hmac("sha256", credential.encode(), uuid.encode(), 1000, 32)
    return number(int.from_bytes(derived, "big")) % Q


def public_of(credential: str, uuid: str) -> Any:
    """The public credential."""
    return g_power(secret_of(credential, uuid))


def new_uuid(chance: Chance) -> str:
    """A fresh name of an election."""
    return "".join(BASE58[chance.below(58)] for _ in range(14))
