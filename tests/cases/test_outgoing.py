"""Every notice of the house has a sort, so that a channel can carry it."""

from lianxin.cases import notices, outgoing
from lianxin.cases.pressing import notices as pressing
from lianxin.cases.suggestions import notices as suggested
from lianxin.messages.channels import sorts


def test_every_verb_that_makes_a_notice_has_a_sort() -> None:
    verbs = (
        {row.verb for row in notices.TABLE} | {row.verb for row in pressing.TABLE} | {"dispute.open", "dispute.decide"}
    )
    verbs |= {f"suggestion.{code}" for code, *_row in suggested.TABLE} | {"suggestion.reminded"}
    outgoing.register()
    assert [verb for verb in sorted(verbs) if not sorts.sort_of(verb)] == []


def test_what_nobody_named_goes_nowhere() -> None:
    assert sorts.sort_of("contact.read") == ""
