"""What the deputies of the example town suggest, played whole in the town of the profile without its opinions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.cases.models import Suggestion
from lianxin.cases.models.suggestion import CoOpinion, SuggestionAsk, SuggestionReply
from lianxin.cases.suggestions import rules
from lianxin.cases.suggestions import workflow as w
from lianxin.clocks.models import Promise
from lianxin.core import clock
from lianxin.core.masking import find_personal
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.demo import play, suggestions
from lianxin.demo.cast import engage
from lianxin.demo.loading import FIRST_DAY, moment
from lianxin.demo.seed import PROFILE
from lianxin.journal.verify import verify_town
from lianxin.places.profiles import load_profile


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Iterator[None]:
    """Nothing is written beside the test, and time goes on after it."""
    settings.LIANXIN_DATA = tmp_path
    yield
    clock.set_fixed(None)


@pytest.fixture
def example(db: None) -> Iterator[Town]:
    """The town of the profile with everybody who acts, on its first day."""
    clock.set_fixed(FIRST_DAY)
    town = load_profile(PROFILE)
    with town_scope(town):
        yield town


def test_every_suggestion_ends_where_its_line_says_and_none_breaks_the_record(example: Town) -> None:
    course = suggestions.Course(engage({}))
    course(moment())
    lines = {row["key"]: row for row in play.read_lines(suggestions.SCRIPT)}
    ends = dict(Suggestion.objects.values_list("pk", "state"))
    assert {key: ends[pk] for key, pk in course.made.items()} == {
        key: row["final_state"] for key, row in lines.items()
    }  # fmt: skip
    assert set(ends.values()) >= {
        w.DRAFT, w.SUBMITTED, w.SENT_BACK, w.ASSIGNED, w.HANDLING, w.REPLIED, w.REHANDLING, w.EVALUATED, w.CLOSED,
        w.FILED,
    }  # fmt: skip
    assert CoOpinion.objects.exclude(given_at=None).exists()
    assert CoOpinion.objects.filter(given_at=None, suggestion__state=w.HANDLING).exists()
    assert Counter(SuggestionAsk.objects.values_list("kind", "granted")) == {
        ("return", True): 1, ("extension", None): 1,
    }  # fmt: skip
    assert SuggestionReply.objects.filter(round=2).exclude(signed_at=None).count() == 1
    assert Counter(Promise.objects.values_list("state", flat=True))["kept"] == 1
    assert Promise.objects.filter(state="open", due_on__gt=clock.today()).count() == 2
    late = Suggestion.objects.filter(due_on__lt=clock.today(), state=w.HANDLING).select_related("lead_unit")
    assert [one.lead_unit.code for one in late if one.lead_unit] == ["FG"]
    assert verify_town(example).is_whole


def test_steps_come_one_after_another_and_only_up_to_the_moment(example: Town) -> None:
    course = suggestions.Course(engage({}))
    noon = dt.datetime(2026, 1, 14, 12, tzinfo=clock.TOWN_TZ)
    course(noon)
    assert clock.now() <= noon
    assert list(Suggestion.objects.values_list("state", flat=True)) == [w.SUBMITTED]


def test_a_move_the_product_refuses_says_which_step_it_was(example: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = play.read_lines(suggestions.SCRIPT)[0]
    wrong = {**row, "steps": [row["steps"][0], {**row["steps"][0], "do": "submit", "by": "T02"}]}
    monkeypatch.setattr(suggestions, "read_lines", lambda _name: [wrong])
    with pytest.raises(play.Refused, match=r"su-01, step 1 \(submit\): not_this_party"):
        suggestions.Course(engage({}))(moment())


def test_the_texts_are_one_matter_each_but_for_the_one_sent_back_and_name_nobody() -> None:
    for row in play.read_lines(suggestions.SCRIPT):
        text = row["text"]
        found = {one.code for one in rules.doubts(text["title"], text["facts_text"], text["proposal"])}
        assert ("two_matters" in found) == (row["final_state"] == w.SENT_BACK), row["key"]
        assert found <= {"two_matters", "empty"}, row["key"]
        words = [*text.values(), *(word for step in row["steps"] for word in step.get("typed", {}).values())]
        assert not [hit for word in words if isinstance(word, str) for hit in find_personal(word)], row["key"]
