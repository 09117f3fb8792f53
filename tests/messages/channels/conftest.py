"""One rule: pressed things are told to the congress office and to the unit named."""

from collections.abc import Iterator

import pytest

from lianxin.journal import outbox
from lianxin.messages import sentences
from lianxin.messages.addressing import notify_on, to_role, to_unit
from lianxin.messages.channels import sorts
from lianxin.messages.sentences import Sentence
from lianxin.people import roles


@pytest.fixture(autouse=True)
def one_rule() -> Iterator[None]:
    """Announced facts reach inboxes by this rule; the verb is work to be done."""
    notify_on(
        "thing.press",
        lambda _message, data: data.get("to") or [to_role(roles.CONGRESS_OFFICE), to_unit(data["unit"])],
        Sentence("thing.press", "有事项到期"),
        lambda _message, data: data.get("link", "desk/cases/102-2026-00012/"),
    )
    sorts.register(sorts.WORK, "thing.press")
    yield
    outbox._receivers.pop("thing.press")
    sentences._sentences.pop("thing.press")
    sorts._sort_of.pop("thing.press")
