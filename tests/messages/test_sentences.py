"""A notice is stored as codes and read in the language of whoever reads it; every kind of the house has its words."""

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from django.utils.functional import Promise

from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.journal import outbox, verbs
from lianxin.journal.outbox import announce, deliver_pending
from lianxin.messages import sentences
from lianxin.messages.addressing import notify_on, to_role
from lianxin.messages.models import Notice
from lianxin.messages.sentences import Sentence, words_of
from lianxin.people import roles
from tests.people.factories import PASSWORD, make_person

ALL = tuple(sentences.known())
IDS = [one.kind for one in ALL]
#: Facts whose form matters; every other name a sentence uses is a plain text.
FACTS = {
    "number": "102-2026-00012",
    "clock": "return_decision",
    "due": "2026-12-03",
    "step": "key",
    "n": "3",
}
OTHER = "Qingfeng"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def facts_of(sentence: Sentence) -> dict[str, str]:
    """A value for everything a sentence names."""
    return {name: FACTS.get(name, OTHER) for name in sentence.names()}


class Spoken(Promise):
    """A lazy sentence with a made-up English, as the catalogue would have it."""

    def __init__(self, chinese: str, english: str) -> None:
        self._words = chinese, english

    def __str__(self) -> str:
        return self._words[(translation.get_language() or "").startswith("en")]


@pytest.fixture
def pressed() -> Iterator[None]:
    """The office hears of pressed things, with a day in the sentence; several of a day are one notice."""
    text = Spoken("%(number)s 于 %(due)s 到期", "%(number)s is due %(due)s")
    sentence = Sentence("thing.press", text, Spoken("今天 %(n)s 件", "%(n)s today"), {"due": sentences.day})
    notify_on("thing.press", lambda _m, _data: [to_role(roles.CONGRESS_OFFICE)], sentence, folds_to="desk/cases/")
    yield
    outbox._receivers.pop("thing.press")
    sentences._sentences.pop("thing.press")


def press(town: Town, **facts: str) -> Notice:
    """Announce and deliver; the notice there is."""
    announce("thing.press", "town", town.pk, {"number": "7", "due": "2026-12-03", "name": "王大爷", **facts})
    assert deliver_pending(town).failed == 0
    return Notice.objects.get()


def read(notice: Notice) -> tuple[str, str]:
    """The words for a Chinese and for an English reader."""
    with translation.override("en"):
        english = words_of(notice)
    return words_of(notice), english


def test_one_notice_is_read_in_two_languages_and_stores_no_word_of_either(town: Town, pressed: None) -> None:
    notice = press(town)
    assert read(notice) == ("7 于 2026年12月3日（周四） 到期", "7 is due Thu 3 Dec 2026")
    assert (notice.sentence, notice.text) == ("thing.press", "")
    assert json.loads(notice.facts) == {"number": "7", "due": "2026-12-03"}


def test_what_is_stored_is_the_same_whatever_language_the_sender_reads(town: Town, pressed: None) -> None:
    with translation.override("en"):
        notice = press(town)
    assert read(notice)[0] == "7 于 2026年12月3日（周四） 到期"


def test_a_folded_notice_counts_in_both_languages(town: Town, pressed: None) -> None:
    press(town)
    assert read(press(town)) == ("今天 2 件", "2 today")


def test_a_finished_sentence_of_an_older_version_is_shown_as_it_was_stored(town: Town, pressed: None) -> None:
    notice = press(town)
    Notice.objects.update(sentence="", facts="", text="102-2026-00012 已转来，请交办")
    notice.refresh_from_db()
    assert read(notice) == ("102-2026-00012 已转来，请交办", "102-2026-00012 已转来，请交办")


def test_an_older_folded_notice_counts_on_in_the_readers_language(town: Town, pressed: None) -> None:
    press(town)
    Notice.objects.update(sentence="", facts="", text="今天 1 件")
    assert read(press(town)) == ("今天 2 件", "2 today")


def test_a_sentence_this_version_no_longer_has_is_called_by_what_happened(town: Town) -> None:
    gone = Notice(sentence="case.gone", verb="case.transfer", facts='{"x": "1"}', made_at=now())
    assert words_of(gone) == str(verbs.get("case.transfer").label)


def test_a_fact_an_older_row_lacks_is_left_out() -> None:
    sentence = Sentence("x", "%(number)s 改派%(unit)s")
    assert sentence.words({"number": "7"}) == "7 改派"


def test_two_sentences_of_one_kind_are_refused(pressed: None) -> None:
    with pytest.raises(ValueError, match=r"thing\.press"):
        sentences.register(Sentence("thing.press", "别的话"))


def test_the_rooms_that_tell_have_registered_their_sentences() -> None:
    rooms = {one.kind.partition(".")[0] for one in ALL}
    assert {"case", "suggestion", "dispute", "order", "ladder", "congress", "reception", "people"} <= rooms


@pytest.mark.parametrize("sentence", ALL, ids=IDS)
def test_every_kind_reads_in_chinese_and_english_with_all_its_facts(sentence: Sentence) -> None:
    stored = json.loads(sentence.keep(facts_of(sentence)))
    assert set(stored) == sentence.names()
    assert len(sentence.kind) <= Notice._meta.get_field("sentence").max_length
    for language in ("zh-hans", "en"):
        with translation.override(language):
            single, many = sentence.words(stored), sentence.words({}, 12) if sentence.many else "12"
        assert "%(" not in single + many
        assert "12" in many
        assert ("number" not in stored) or FACTS["number"] in single
        assert not [name for name in ("clock", "due") if name in stored and FACTS[name] in single]


@pytest.mark.parametrize("sentence", ALL, ids=IDS)
def test_no_fact_brings_chinese_into_an_english_sentence(sentence: Sentence) -> None:
    """What the catalogue does not know yet stays Chinese and is the catalogue's matter, not this test's."""
    stored = json.loads(sentence.keep(facts_of(sentence)))
    with translation.override("en"):
        own = set(_CHINESE.findall(str(sentence.text)))
        assert set(_CHINESE.findall(sentence.words(stored))) <= own


def test_the_page_of_an_english_reader_has_the_english_words(town: Town, client: Client, pressed: None) -> None:
    press(town)
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    assert "7 于 2026年12月3日（周四） 到期" in client.get("/desk/inbox/").content.decode()
    client.cookies["lx_language"] = "en"
    page = client.get("/desk/inbox/").content.decode()
    assert "7 is due Thu 3 Dec 2026" in page
    assert "到期" not in page
