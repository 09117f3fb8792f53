"""What a password must be like, and how it is checked without telling whether an account exists."""

import unicodedata
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lianxin.journal.errors import FieldProblem, Invalid
from lianxin.people.models import Account

#: Longer ones are refused before hashing, so that nobody can make the server hash megabytes.
LONGEST: Final = 128
#: How many of: small letters, capitals, digits, other signs.
KINDS_NEEDED: Final = 3


def check_strength(password: str, account: Account, field: str = "password") -> None:
    """Raise ``Invalid`` naming everything that is wrong with a new password."""
    if len(password) > LONGEST:
        raise Invalid.at(field, "too_long", _("密码最多 128 个字符。"))
    problems: list[str] = []
    try:
        validate_password(password, account)
    except ValidationError as error:
        problems.extend(error.messages)
    if len({_kind(sign) for sign in password}) < KINDS_NEEDED:
        problems.append(_("请在小写字母、大写字母、数字、其他符号中至少用三种。"))
    if problems:
        raise Invalid(*(FieldProblem(field, "weak", problem) for problem in problems))


def fits(password: str, account: Account | None) -> bool:
    """Whether the password is the account's; takes as long when there is no account or no password."""
    if len(password) > LONGEST:
        return False
    if account is None or not account.has_usable_password():
        make_password(password)
        return False
    return account.check_password(password) and account.is_active


def _kind(sign: str) -> str:
    category = unicodedata.category(sign)
    return {"Ll": "small", "Lu": "capital", "Nd": "digit"}.get(category, "other")
