"""Personal data: every planted item is found and hidden, numbers of other kinds are left alone."""

import datetime as dt
import random
import string
from itertools import pairwise

import pytest
import stdnum.cn.ric
import stdnum.cn.uscc
import stdnum.luhn
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core.masking import (
    LABELS,
    find_personal,
    is_bank_card,
    is_credit_code,
    is_id_card,
    is_old_id_card,
    mask,
    mask_email,
    mask_id,
    mask_name,
    mask_phone,
    suggest_personal,
)
from lianxin.core.masking.checks import credit_check_sign, id_check_sign
from lianxin.core.masking.names import split_name

ID = "310105194912310027"
OLD_ID = "310105491231002"
CREDIT = "91110000600037341L"
CARD = "6222021234567890128"

words = st.text("停车难电梯坏了请尽快处理，。！\n", max_size=20)


def digit_text(count: int) -> st.SearchStrategy[str]:
    """Return texts of so many digits."""
    return st.text(string.digits, min_size=count, max_size=count)


def with_luhn(body: str) -> str:
    """Return a number with the Luhn digit that belongs to it, computed by the other library."""
    return body + str(stdnum.luhn.calc_check_digit(body))


births = st.dates(dt.date(1920, 1, 1), dt.date(2020, 1, 1))
places = st.sampled_from(["310105", "110101", "310101", "110105"])
id_cards = st.builds(lambda place, born, order: place + f"{born:%Y%m%d}" + order, places, births, digit_text(3)).map(
    lambda body: body + id_check_sign(body)
)
credit_codes = st.builds(
    lambda head, area, rest: head + area + rest,
    st.sampled_from(["91", "52", "11"]),
    places,
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9),
).map(lambda body: body + credit_check_sign(body))  # fmt: skip
cards = st.builds(
    lambda head, rest: with_luhn(head + rest), st.sampled_from(["622202", "621700", "436742"]), digit_text(9)
)
mobiles = st.builds(lambda second, rest: "1" + second + rest, st.sampled_from("3456789"), digit_text(9))


@given(id_cards)
def test_identity_numbers_agree_with_another_library(number: str) -> None:
    assert stdnum.cn.ric.is_valid(number)
    assert is_id_card(number)
    for at in range(18):
        wrong = number[:at] + str((int(number[at].replace("X", "0")) + 1) % 10) + number[at + 1 :]
        if is_id_card(wrong):
            assert stdnum.cn.ric.calc_check_digit(wrong) == wrong[17]


@given(digit_text(17), st.sampled_from("0123456789X"))
def test_what_we_take_for_an_identity_number_has_the_right_check_sign(body: str, sign: str) -> None:
    if is_id_card(body + sign):
        assert id_check_sign(body) == sign
    assert id_check_sign(body) == stdnum.cn.ric.calc_check_digit(body + sign)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        (ID, True),
        ("310105194912310028", False),
        ("31010519491231002", False),
        ("3101051949123100270", False),
        ("990105194912310027", False),
        ("010105194912310027", False),
        ("11010519491231002X", True),
        ("11010519491231002x", False),
        ("１１010519491231002X", False),
    ],
)
def test_identity_numbers_by_hand(number: str, valid: bool) -> None:
    assert is_id_card(number) is valid


@pytest.mark.parametrize(
    ("born", "valid"),
    [
        ("18800101", True),
        ("18791231", False),
        ("20991231", True),
        ("21000101", False),
        ("20250229", False),
        ("20240229", True),
    ],
)
def test_an_identity_number_needs_a_possible_birth_date(born: str, valid: bool) -> None:
    body = "310105" + born + "002"
    assert is_id_card(body + id_check_sign(body)) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        (OLD_ID, True),
        ("310105491331002", False),
        ("990105491231002", False),
        ("31010549123100", False),
        ("010105491231002", False),
    ],
)
def test_identity_numbers_before_1999(number: str, valid: bool) -> None:
    assert is_old_id_card(number) is valid


@given(credit_codes)
def test_credit_codes_agree_with_another_library(number: str) -> None:
    assert stdnum.cn.uscc.is_valid(number)
    assert is_credit_code(number)
    assert not is_credit_code(number[:-1] + ("0" if number[-1] != "0" else "1"))


@pytest.mark.parametrize(
    "number",
    ["", CREDIT[:-1], CREDIT + "0", "0" + CREDIT[1:], CREDIT.lower(), "9111000060003734IL", "91990000600037341B"],
)
def test_what_has_not_the_form_of_a_credit_code(number: str) -> None:
    assert not is_credit_code(number)


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        ("622202123456789", True),  # 16 in all
        ("622202123456789012", True),  # 19
        ("62220212345678", False),  # 15
        ("6222021234567890123", False),  # 20
        ("436742123456789", True),
        ("4367421234567890", False),  # 17 with a foreign start
        ("512345678901234", True),
        ("562345678901234", False),
        ("352812345678901", True),
        ("222312345678901", True),
        ("34123456789012", True),
        ("37123456789012", True),
        ("35123456789012", False),
        ("902345678901234", True),
        ("702345678901234", False),
        ("000000000000000", False),
        ("606060606060606", False),
    ],
)
def test_bank_cards_by_start_and_length(body: str, valid: bool) -> None:
    number = with_luhn(body)
    assert is_bank_card(number) is valid
    if valid:
        assert not is_bank_card(number[:-1] + str((int(number[-1]) + 1) % 10))


@given(cards)
def test_bank_cards_agree_with_another_library(number: str) -> None:
    assert is_bank_card(number)
    assert stdnum.luhn.is_valid(number)


FOUND = [
    ("电话13812345678", "mobile", "13812345678"),
    ("电话138 1234 5678", "mobile", "13812345678"),
    ("电话138-1234-5678", "mobile", "13812345678"),
    ("电话138 12345678", "mobile", "13812345678"),
    ("电话1381234 5678", "mobile", "13812345678"),
    ("电话1381 2345 678", "mobile", "13812345678"),
    ("电话138 123 45678", "mobile", "13812345678"),
    ("电话138 12 34 56 78", "mobile", "13812345678"),
    ("电话13812 345678", "mobile", "13812345678"),
    ("电话1 3 8 1 2 3 4 5 6 7 8", "mobile", "13812345678"),
    ("电话１３８１２３４５６７８。", "mobile", "13812345678"),
    ("电话138\u200b1234\u200d5678", "mobile", "13812345678"),
    ("电话١٣٨١٢٣٤٥٦٧٨", "mobile", "13812345678"),
    ("电话一三八一二三四五六七八", "mobile", "13812345678"),
    ("电话幺三八 幺二三四 五六七〇", "mobile", "13812345670"),
    ("电话壹叁捌壹贰叁肆伍陆柒零", "mobile", "13812345670"),
    ("+86 13812345678", "mobile", "8613812345678"),
    ("0086-138-1234-5678", "mobile", "008613812345678"),
    ("8613812345678", "mobile", "8613812345678"),
    ("tel13812345678x", "mobile", "13812345678"),
    ("座机021-62345678", "landline", "02162345678"),
    ("座机(021)62345678", "landline", "02162345678"),
    ("座机（0571）87654321转802", "landline", "057187654321802"),
    ("座机0571 8765 4321", "landline", "057187654321"),
    ("座机：6234 5678", "landline", "62345678"),
    ("拨打62345678-12", "landline", "6234567812"),
    ("联系0510-8765432", "landline", "05108765432"),
    (f"身份证{ID}", "id_card", ID),
    ("身份证310105 19491231 0027", "id_card", ID),
    ("证号11010519491231002x。", "id_card", "11010519491231002X"),
    ("证号１１０１０５１９４９１２３１００２Ｘ", "id_card", "11010519491231002X"),
    (f"老身份证{OLD_ID}", "id_card_15", OLD_ID),
    (f"信用代码{CREDIT}", "credit_code", CREDIT),
    (f"信用代码{CREDIT.lower()}", "credit_code", CREDIT),
    (f"卡号{with_luhn('622202123456789')}", "bank_card", with_luhn("622202123456789")),
    ("卡号4367 4212 3456 7896", "bank_card", "4367421234567896"),
    ("车牌沪A·12345", "plate", "沪A12345"),
    ("沪a12b45停在门口", "plate", "沪A12B45"),
    ("新能源沪AD12345", "plate", "沪AD12345"),
    ("挂车苏B 1234挂", "plate", "苏B1234挂"),
    ("邮箱zhang.san+1@mail.example.com.cn，", "email", "zhang.san+1@mail.example.com.cn"),
    ("微信号：zhang_san-99", "wechat", "zhang_san-99"),
    ("加V zhangsan99", "wechat", "zhangsan99"),
    ("vx:zhangsan99", "wechat", "zhangsan99"),
    ("微信是12345678", "wechat", "12345678"),
    ("QQ：1234567", "qq", "1234567"),
    ("qq群号 12345678901", "qq", "12345678901"),
    ("护照号E12345678", "passport", "E12345678"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), FOUND)
def test_each_way_of_writing_is_found_and_hidden(text: str, kind: str, value: str) -> None:
    found = find_personal(text)
    assert [(one.kind, one.value) for one in found] == [(kind, value)]
    start, end = found[0].start, found[0].end
    assert mask(text) == text[:start] + LABELS[kind] + text[end:]
    assert not text[start].isspace()
    assert not text[end - 1].isspace()


NOT_PERSONAL = [
    "工单20250124000123",
    "12345热线工单号：SH2025012400012345",
    "2025-01-24 09:30:15",
    "2025年1月24日至2025年2月10日",
    "人民币1,234,567.89元",
    "合计12345678901234元",
    "13-15-17-19-21-3号楼",
    "1-3-5-7-9-11-13号",
    "订单号310105491231002",
    f"订单编号{with_luhn('622202123456789')}",
    "快递单号 6222021234567890128",
    "310105194912310028",
    "110，119，120，12345，12319",
    "400-820-8820",
    "面积1381.2平方米，1381234567件",
    "138123456789",
    "邮编200335",
    "新泾镇A12区",
    "云ABCDEF",
    "晋江市A1",
    "微信公众号和支付宝",
    "QQ空间",
    "568弄12号301室",
    "一二三四五六七八九十",
    "二〇二五年一月二十四日",
    "一三八一二三四五六七八九",
    "2024上海12345",
    "6222 0212 3456 7890 123",
    "9111000060003734IL",
    "第310105194912310027123号",
    "电话12345",
    "0.02162345678",
    "GB/T 9704-2012，DA/T 22-2015",
    "1 3 8 12345678",
]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_numbers_of_other_kinds_are_left_alone(text: str) -> None:
    assert find_personal(text) == []
    assert mask(text) == text


def test_several_finds_stand_in_order_and_do_not_overlap() -> None:
    text = f"卡{CARD[:16]}，微信13812345678，{ID} 13912345678"
    assert [one.kind for one in find_personal(text)] == ["mobile", "id_card", "mobile"]
    assert mask(text) == f"卡{CARD[:16]}，微信〔手机号〕，〔身份证号〕 〔手机号〕"


planted = st.one_of(
    mobiles.map(lambda value: ("mobile", value, value)),
    mobiles.map(lambda value: ("mobile", f"{value[:3]}-{value[3:7]}-{value[7:]}", value)),
    id_cards.map(lambda value: ("id_card", value, value)),
    credit_codes.map(lambda value: ("credit_code", value, value)),
    cards.map(lambda value: ("bank_card", value, value)),
    st.just(("email", "a.b@example.cn", "a.b@example.cn")),
    st.just(("plate", "沪AD12345", "沪AD12345")),
)


@given(st.lists(st.tuples(words, planted), min_size=1, max_size=5), words)
def test_everything_planted_is_found_where_it_stands_and_masking_leaves_nothing(
    parts: list[tuple[str, tuple[str, str, str]]], end: str
) -> None:
    text, expected = "", []
    for before, (kind, written, value) in parts:
        text += before + "，"
        expected.append((kind, len(text), len(text) + len(written), value))
        text += written + "，"
    text += end
    found = find_personal(text)
    assert [(one.start, one.end) for one in found] == [(start, stop) for _, start, stop, _ in expected]
    assert [one.value for one in found] == [value for _, _, _, value in expected]
    hidden = mask(text)
    assert find_personal(hidden) == []
    assert mask(hidden) == hidden
    assert not any(written in hidden for _, (_, written, _) in parts)
    kept = hidden
    for kind in LABELS.values():
        kept = kept.replace(kind, "")
    assert not any(sign.isdigit() for sign in kept)


@given(st.text(max_size=80))
def test_finding_never_fails_and_never_overlaps(text: str) -> None:
    found = find_personal(text)
    assert all(one.start < one.end for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert find_personal(mask(text)) == []


def test_random_order_numbers_are_hardly_ever_taken_for_cards() -> None:
    dice = random.Random(7)
    numbers = ["".join(dice.choices(string.digits, k=dice.randint(14, 20))) for _ in range(3_000)]
    assert sum(bool(find_personal(f"编码{number}")) for number in numbers) < 45
    assert [number for number in numbers if find_personal(f"订单{number}")] == []


# --- suggestions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("我叫张三丰，住这里", "name", "张三丰"),
        ("联系人：欧阳修", "name", "欧阳修"),
        ("投诉人李四13812345678", "name", "李四"),
        ("找王阿姨说过", "name", "王"),
        ("我叫王老师", "name", "王老师"),
        ("物业赵建国经理不管", "name", "赵建国"),
        ("住12号楼3单元502室", "room", "12号楼3单元502室"),
        ("568弄12号301室", "room", "568弄12号301室"),
        ("在3-2-501漏水", "room", "3-2-501"),
        ("地址：502室", "room", "502室"),
        ("甲栋二单元三零一室", "room", "甲栋二单元三零一室"),
    ],
)  # fmt: skip
def test_names_and_homes_are_suggested_and_hidden_only_on_request(text: str, kind: str, value: str) -> None:
    found = suggest_personal(text)
    assert [(one.kind, one.value, text[one.start : one.end]) for one in found] == [(kind, value, value)]
    assert find_personal(text) == [] or kind == "name"
    assert value in mask(text)
    assert mask(text, suggestions=True).startswith(text[: found[0].start] + LABELS[kind])


@pytest.mark.parametrize(
    "text", ["我是的", "业主都知道", "居民单位", "这位老师", "当事人和警官", "2025-01-24", "停车难", "共3栋"]
)
def test_ordinary_words_are_not_suggested(text: str) -> None:
    assert suggest_personal(text) == []


def test_suggestions_never_hide_less_than_sure_finds() -> None:
    text = "联系人张三13812345678，住12号301室"
    assert mask(text, suggestions=True) == "联系人〔姓名〕〔手机号〕，住〔门牌〕"
    assert mask("我叫张微信zhangsan99", suggestions=True) == "我叫张微信〔微信号〕"
    assert mask("在3-2-13812345678", suggestions=True) == "在3-2-〔手机号〕"
    assert mask("报修021-1-62345678室", suggestions=True) == "报修021-1-62345678室"


# --- single fields -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("021-62345678", "*********78"),
        ("62345678", "******78"),
        ("12", "**"),
        ("1", "*"),
        ("", ""),
        ("电话", ""),
        ("23812345678", "*********78"),
    ],
)
def test_a_phone_number_in_a_list(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("张", "*"),
        (" 李四 ", "李*"),
        ("", ""),
        ("Ann", "A**"),
    ],
)
def test_a_name_in_a_list(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_names_split_after_the_family_name() -> None:
    assert split_name("司马相如") == ("司马", "相如")
    assert split_name("马相如") == ("马", "相如")
    assert split_name("") == ("", "")


@pytest.mark.parametrize(
    ("number", "shown"), [(ID, "3" + "*" * 16 + "7"), ("12", "**"), ("123", "1*3"), (" 123 ", "1*3"), ("", "")]
)
def test_an_identity_number_in_a_list(number: str, shown: str) -> None:
    assert mask_id(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"), [("li@example.cn", "l***@example.cn"), ("@x.cn", "****"), ("nothing", "*******"), ("", "")]
)
def test_an_address_in_a_list(address: str, shown: str) -> None:
    assert mask_email(address) == shown


def test_every_kind_has_a_label() -> None:
    assert {kind for _, kind, _ in FOUND} | {"name", "room"} == set(LABELS)
