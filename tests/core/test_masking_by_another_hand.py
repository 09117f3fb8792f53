"""Numbers planted by someone who read the standards and not the patterns: every valid one is found, no false one is.

The check sign is computed as ISO 7064 describes it in its recursive form, not with the table of weights the product
uses; mobile numbers are written the ways people write them on paper, in chats and in forms.
"""

import datetime as dt
import random

import pytest

from lianxin.core.masking import find_personal, mask

_PROVINCES = "1112131415212223313233343536374142434445465051525354616263646571" + "8182"
PROVINCES = tuple(_PROVINCES[at : at + 2] for at in range(0, len(_PROVINCES), 2))
#: One form a kind of place where numbers stand; {} is the number.
SENTENCES = (
    "我的身份证是{}，请核实。", "{}", "联系人王某（{}）反映楼道堆物", "证件号:{};电话另附", "身份证号码{}住三楼",
    "材料里写的{}号看不清", "本人{}\n望尽快答复", "姓名/证件：{}／同住两人", "“{}”是我母亲的", "【{}】",
)  # fmt: skip
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def check_sign(body: str) -> str:
    """The recursive form of MOD 11-2: double and add, from the left."""
    carried = 0
    for sign in body:
        carried = (carried + int(sign)) * 2 % 11
    return "0123456789X"[(12 - carried) % 11]


def identity(chance: random.Random, province: str) -> str:
    """A valid number of somebody born between 1925 and 2024."""
    born = dt.date(1925, 1, 1) + dt.timedelta(days=chance.randrange(36_500))
    body = f"{province}{chance.randrange(1, 30):02}{chance.randrange(1, 30):02}{born:%Y%m%d}{chance.randrange(1000):03}"
    return body + check_sign(body)


def kinds(text: str) -> list[str]:
    """What is found."""
    return [one.kind for one in find_personal(text)]


def test_the_sample_of_the_standard_has_the_sign_that_is_computed_here() -> None:
    assert check_sign("11010519491231002") == "X"
    assert check_sign("44052418800101001") == "4"


def test_every_valid_identity_number_is_found_and_hidden_wherever_it_stands() -> None:
    chance = random.Random(20261124)
    for at in range(600):
        number = identity(chance, PROVINCES[at % len(PROVINCES)])
        written = (number, number.lower(), number.translate(WIDE))[at % 3]
        text = SENTENCES[at % len(SENTENCES)].format(written)
        found = find_personal(text)
        assert [one.kind for one in found] == ["id_card"], text
        assert text[found[0].start : found[0].end] == written
        assert number[6:14] not in mask(text)


@pytest.mark.parametrize("fault", ["sign", "day", "month", "province", "short", "long", "future"])
def test_no_false_identity_number_is_taken_for_one(fault: str) -> None:
    chance = random.Random(fault)
    for at in range(150):
        number = spoiled(identity(chance, PROVINCES[at % len(PROVINCES)]), fault, chance)
        assert "id_card" not in kinds(SENTENCES[at % len(SENTENCES)].format(number)), number


def spoiled(number: str, fault: str, chance: random.Random) -> str:
    """The number with one thing wrong with it; where the fault is not the sign, the sign is right."""
    wrong = {
        "day": number[:10] + chance.choice(("0230", "0431", "0001", "1132")) + number[14:17],
        "month": number[:10] + chance.choice(("1301", "0015", "2310")) + number[14:17],
        "province": chance.choice(("00", "19", "38", "49", "77", "99")) + number[2:17],
        "future": number[:6] + "2199" + number[10:17],
    }
    if fault in wrong:
        return wrong[fault] + check_sign(wrong[fault])
    if fault == "short":
        return number[:16] + "3"
    if fault == "long":
        return number[:17] + "77"
    return number[:17] + chance.choice([sign for sign in "0123456789X" if sign != number[17]])


@pytest.mark.parametrize(
    "way",
    [
        "{}", "电话{}", "手机：{}", "微信同号{}", "{}（晚上打）", "请打{}找张先生", "+86{}",
        "+86 {}", "86-{}", "tel:{}",
        "电话{}或座机", "“{}”", "{}。", "我{}住201",
    ],
)  # fmt: skip
def test_every_mobile_number_is_found_however_it_is_written(way: str) -> None:
    chance = random.Random(way)
    for start in ("13", "14", "15", "16", "17", "18", "19"):
        for _again in range(6):
            number = f"{start}{chance.randrange(10**9):09}"
            if start == "14" and number[2] in "0123":
                continue
            for form in ways(number):
                text = way.format(form)
                assert "mobile" in kinds(text), text
                assert number not in "".join(sign for sign in mask(text) if sign.isdigit()), text


def ways(number: str) -> tuple[str, ...]:
    """A number as people group it."""
    groups = number[:3], number[3:7], number[7:]
    return number, " ".join(groups), "-".join(groups), number.translate(WIDE)
