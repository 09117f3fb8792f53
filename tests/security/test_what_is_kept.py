"""What a stolen copy of the database must not give away."""

import hashlib

from django.test import override_settings

from lianxin.cases.actions import RecordOpinion
from lianxin.core.hashing import canonical_json, digest
from lianxin.journal.models import IdempotencyKey
from tests.cases.factories import Town

WORDS = "二号楼的电梯又停了"
NUMBER = "13912345678"


def _spoken(town: Town) -> RecordOpinion:
    return RecordOpinion(actor=town.resident, words=WORDS, contact_name="王芳", contact=NUMBER, client_key="k" * 32)


def test_a_number_to_call_cannot_be_guessed_from_the_key_of_a_form(town: Town) -> None:
    action = _spoken(town)
    action.execute()
    stored = IdempotencyKey.objects.get(key=action.once).request_digest
    asked = [action.verb, action.request_data()]
    guesses = {
        digest(canonical_json(asked)),
        digest(canonical_json([action.verb, digest(canonical_json(action.request_data()))])),
        hashlib.sha256(NUMBER.encode()).hexdigest(),
    }
    assert len(stored) == 64
    assert stored not in guesses


def test_the_same_form_is_known_again_only_by_the_installation_that_took_it(town: Town) -> None:
    _spoken(town).execute()
    one = IdempotencyKey.objects.get().request_digest
    with override_settings(SECRET_KEY="another-installation-with-a-key-of-its-own"):
        action = _spoken(town)
        assert action._request_digest() != one
    assert _spoken(town)._request_digest() == one
