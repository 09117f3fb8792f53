"""Words are known again by a keyed digest: not without the key, still after a change of keys, old rows made anew."""

import hashlib
import importlib
import secrets
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from lianxin.cases import rules, sealing
from lianxin.cases import workflow as w
from lianxin.cases.models import Opinion
from lianxin.records import lineage
from tests.cases.factories import Town, make_case, start

rekeying = importlib.import_module("lianxin.cases.migrations.0010_keyed_fingerprints")


def known_again(town: Town) -> bool:
    """Whether the same words after an end follow the matter that ended."""
    first = Opinion.objects.get().case_id
    return ("case", first) in lineage.ancestors("case", start(town).case.pk)


def plain(opinion: Opinion) -> str:
    """What was stored before: anybody could try sentences against it."""
    return hashlib.sha256(rules.same_words(opinion.verbatim, opinion.place_id).encode()).hexdigest()


def test_a_stored_fingerprint_cannot_be_tried_without_the_key(town: Town, settings: Any) -> None:
    opinion = start(town).opinion
    assert opinion.fingerprint == sealing.fingerprint(opinion.verbatim, opinion.place_id)
    assert opinion.fingerprint != plain(opinion)
    settings.LIANXIN_FIELD_KEYS = (("other", secrets.token_bytes(32)),)
    assert opinion.fingerprint != sealing.fingerprint(opinion.verbatim, opinion.place_id)


def test_a_query_code_and_words_of_the_same_letters_have_nothing_in_common() -> None:
    assert sealing.fingerprint("ABC", None) != sealing.code_digest("abc")
    assert sealing.fingerprint("ABC", None) != sealing.code_digest("|abc")


def test_words_are_known_again_after_the_key_was_changed(town: Town, settings: Any) -> None:
    make_case(town, w.CLOSED)
    settings.LIANXIN_FIELD_KEYS = (("new", secrets.token_bytes(32)), *settings.LIANXIN_FIELD_KEYS)
    assert known_again(town)


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_rows_of_an_earlier_version_are_made_anew(town: Town, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    make_case(town, w.CLOSED)
    for number in range(3):
        start(town, words=f"第{number}盏灯不亮")
    right = {one.pk: one.fingerprint for one in Opinion.objects.all()}
    for one in Opinion.objects.all():
        Opinion.objects.filter(pk=one.pk).update(fingerprint=plain(one))
    monkeypatch.setattr(rekeying, "BATCH", batch)
    rekeying.rekey(apps, SimpleNamespace(connection=connection))
    assert {one.pk: one.fingerprint for one in Opinion.objects.all()} == right
