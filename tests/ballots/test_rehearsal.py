"""The rehearsal agrees with the figures of our notes and says plainly what to change."""

import pytest

from lianxin.ballots import texts
from lianxin.ballots.__main__ import main
from lianxin.ballots.rehearsal import Meeting, play, rehearse
from lianxin.ballots.rules import preset

#: Percent of votes with fewer than ten chosen, 120 deputies: spread, then at 67, 80 and 95 % attendance.
NOTED = [
    (11, 0.5, (5, 0, 0)), (11, 1.0, (29, 2, 0)), (12, 0.5, (59, 0, 0)), (12, 1.0, (79, 15, 1)),
    (13, 0.5, (98, 6, 0)), (13, 1.0, (92, 30, 2)), (15, 0.5, (100, 57, 1)), (15, 1.0, (99, 68, 11)),
    (20, 0.5, (100, 100, 73)), (20, 1.0, (100, 98, 56)),
]  # fmt: skip


@pytest.mark.parametrize(("candidates", "spread", "noted"), NOTED)
def test_a_shortage_is_as_likely_as_noted(candidates: int, spread: float, noted: tuple[int, ...]) -> None:
    runs = 120
    found = play(preset("mark_up_to_k", 10, candidates), Meeting(in_office=120, present=96), spread, runs, 1)
    for share, wanted in zip((67, 80, 95), noted, strict=True):
        error = 100 * (max(wanted * (100 - wanted), 100) / 10_000 * (1 / runs + 1 / 300)) ** 0.5
        assert abs(100 * found.short_at[share] / runs - wanted) <= 3.5 * error, (share, found)


def test_the_advice_follows_from_the_figures() -> None:
    found = rehearse(preset("mark_up_to_k", 10, 12), Meeting(in_office=120, present=80), runs=60)
    codes = [one.code for one in found.advice]
    assert codes[0] == "likely_short"
    assert "raise_attendance" in codes
    assert all("{" not in one for one in texts.sentences(found.advice))
    calm = rehearse(preset("mark_up_to_k", 10, 11), Meeting(in_office=60, present=60), runs=40)
    assert calm.advice[0].code == "unlikely_short"


def test_without_a_quorum_nothing_else_is_advised() -> None:
    found = rehearse(preset("mark_up_to_k", 2, 3), Meeting(in_office=30, present=19), runs=2)
    assert [one.code for one in found.advice] == ["no_quorum_planned"]


@pytest.mark.parametrize("form", ["per_item", "top_k", "rank"])
def test_every_form_can_be_rehearsed(form: str) -> None:
    found = rehearse(preset(form, 3, 5), Meeting(in_office=30, present=25), runs=10)
    assert found.short_percent >= 0
    if form != "per_item":
        assert found.short_percent == 0


def test_the_command_says_it_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "--deputies", "45", "--candidates", "5", "--seats", "4"]) == 0
    assert "选不足" in capsys.readouterr().out
    assert main(["rule", "--deputies", "120"]) == 0
    assert "第十条" in capsys.readouterr().out
    assert main(["rehearse", "--seats", "13"]) == 2
    assert "应选数" in capsys.readouterr().err
