"""Checksums and forms of Chinese numbers.

Identity cards (GB 11643), unified credit codes (GB 32100), bank cards (Luhn).

Every function takes the bare number (ASCII digits, upper-case letters, no separators) and never raises.
"""

import datetime as dt
import re

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_OLD_ID = re.compile(r"[1-9]\d{14}", re.ASCII)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT = re.compile(
    r"(?:1[1-39]|2[1-9]|3[1-59]|4[1-9]|5[1-39]|[6-8][1-9]|9[1-3]|A[1-9]|N[1-39]|Y1)\d{6}[0-9A-HJ-NPQRTUWXY]{10}"
)
_CARD = re.compile(r"\d{13,19}", re.ASCII)
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_NATIONAL = "10"
_EARLIEST_BIRTH = dt.date(1880, 1, 1)
_LATEST_BIRTH = dt.date(2099, 12, 31)


def _is_birth_date(year: str, month: str, day: str) -> bool:
    """Say whether three digit groups are a date on which a living person can have been born."""
    try:
        born = dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return _EARLIEST_BIRTH <= born <= _LATEST_BIRTH


def id_check_sign(body: str) -> str:
    """Return the check sign for the first 17 digits of an identity number (ISO 7064, MOD 11-2)."""
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def is_id_card(number: str) -> bool:
    """Say whether 18 signs are an identity number: province, possible birth date, check sign (``X`` in upper case)."""
    if not _ID.fullmatch(number) or number[:2] not in _PROVINCES:
        return False
    return _is_birth_date(number[6:10], number[10:12], number[12:14]) and id_check_sign(number[:17]) == number[17]


def is_old_id_card(number: str) -> bool:
    """Say whether 15 digits have the form of an identity number before 1999: province and birth date in 19xx.

    It has no check sign.
    """
    if not _OLD_ID.fullmatch(number) or number[:2] not in _PROVINCES:
        return False
    return _is_birth_date("19" + number[6:8], number[8:10], number[10:12])


def credit_check_sign(body: str) -> str:
    """Return the check sign for the first 17 signs of a unified credit code (MOD 31)."""
    total = sum(_CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_SIGNS[(31 - total % 31) % 31]


def is_credit_code(number: str) -> bool:
    """Say whether 18 signs are a unified social credit code: known registrar, province or 10 (national), check sign."""
    if not _CREDIT.fullmatch(number) or (number[2:4] not in _PROVINCES and number[2:4] != _NATIONAL):
        return False
    return credit_check_sign(number[:17]) == number[17]


def luhn(number: str) -> bool:
    """Say whether digits pass the Luhn check."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_bank_card(number: str) -> bool:
    """Say whether digits are a bank card.

    16 to 19 digits beginning 62, or 16 beginning 4 or 51–55 or 35, and the Luhn check.
    """
    if not _CARD.fullmatch(number) or len(set(number)) < 3:
        return False
    union = number.startswith(("62", "60", "81", "90")) and 16 <= len(number) <= 19
    foreign = len(number) == 16 and bool(re.match(r"4|5[1-5]|35[2-8]|2[2-7]", number))
    express = len(number) == 15 and number.startswith(("34", "37"))
    return (union or foreign or express) and luhn(number)
