"""Keys: issued once, kept as a digest, ended by time or by hand, counted."""

import datetime as dt

import pytest

from lianxin.api import keys as api_keys
from lianxin.api import scopes
from lianxin.api.actions import IssueKey, RevokeKey
from lianxin.api.models import ApiKey
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.throttles import Limit
from tests.api.factories import SECURITY, Caller, make_key
from tests.cases.factories import Town
from tests.conftest import FrozenClock


def test_only_the_digest_of_a_key_is_kept_and_its_use_is_noted(town: Town) -> None:
    made = make_key()
    assert made.token not in str(ApiKey.objects.values().get())
    assert made.token not in "".join(LogEntry.objects.values_list("data", flat=True))
    assert Caller(made.token).get("/cases").status_code == 200
    assert ApiKey.objects.get().last_used_at is not None


def test_a_key_ends_by_time_and_by_hand(town: Town, clock: FrozenClock) -> None:
    made, other = make_key(days=1), make_key(days=2)
    RevokeKey(actor=SECURITY, key=other.key, reason="泄露").execute()
    assert Caller(other.token).get("/cases").status_code == 401
    clock.advance(days=1)
    answer = Caller(made.token).get("/cases")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="lianxin"')


def test_only_the_security_administrator_issues_keys(town: Town) -> None:
    with pytest.raises(NotAllowed):
        IssueKey(
            actor=town.office, label="a", owner="b", role=roles.LEADER, scopes=[scopes.CASES_READ], days=1
        ).execute()


@pytest.mark.parametrize("role", [roles.SECURITY_ADMIN, roles.DEPUTY, roles.UNIT_HANDLER, roles.SECRETARY, "nobody"])
def test_a_key_is_no_administrator_no_deputy_and_never_without_its_reach(town: Town, role: str) -> None:
    with pytest.raises(Invalid):
        make_key(role)


def test_a_key_of_another_town_opens_nothing_here(town: Town) -> None:
    from tests.places.factories import make_town

    make_town("QT", "other", name="另一镇")
    assert Caller(make_key().token, "other").get("/cases").status_code == 401


def test_a_key_that_asks_too_often_has_to_wait(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_keys, "REQUESTS", Limit(2, dt.timedelta(minutes=1), dt.timedelta(minutes=1)))
    caller = Caller(make_key().token)
    answers = [caller.get("/lists/kinds") for _n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"
