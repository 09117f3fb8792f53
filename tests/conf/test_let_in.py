"""An administrator who is locked out gets in again from the server: in two steps, and the log keeps why."""

import argparse
import datetime as dt
import re

import pytest
from django.test import Client

from lianxin.conf.commands import let_in
from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.actions.rescue import LetAdministratorIn
from lianxin.people.actions.unlinking import TakeIdentitiesAway
from lianxin.people.models import AccessLink, Account, LinkedIdentity, RoleGrant
from tests.people.factories import make_person

VERB = LetAdministratorIn.verb


def ask(username: str, reason: str = "手机遗失，主任批准", confirm: str = "") -> int:
    return let_in.run(argparse.Namespace(username=username, town="", reason=reason, confirm=confirm))


def test_the_first_step_changes_nothing_and_the_second_lets_in(
    town: Town, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    person = make_person(roles.SECURITY_ADMIN)
    Account.objects.filter(pk=person.pk).update(locked_until=now() + dt.timedelta(minutes=10), failed_attempts=5)
    assert ask(person.username) == 0
    said = capsys.readouterr().out
    assert not AccessLink.objects.exists()
    assert Account.objects.get(pk=person.pk).locked_until is not None
    code = re.search(r"--confirm ([0-9A-F]{6})", said)
    assert code is not None
    assert ask(person.username, confirm=code[1]) == 0
    address = capsys.readouterr().out.strip()
    assert Account.objects.get(pk=person.pk).locked_until is None
    assert LogEntry.objects.filter(verb=VERB, object_id=person.pk, data__contains="手机遗失").count() == 1
    path = "/" + address.split("/", 3)[3]
    answer = client.post(path, {"password": "一个很长的新密码2026", "again": "一个很长的新密码2026"})
    assert answer.status_code in {302, 422}
    assert client.get(path).status_code in {200, 410}


def test_a_code_fits_one_reason_only(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    person = make_person(roles.SECURITY_ADMIN)
    ask(person.username)
    code = re.search(r"--confirm ([0-9A-F]{6})", capsys.readouterr().out)
    assert code is not None
    assert ask(person.username, reason="别的原因", confirm=code[1]) == 1
    assert not AccessLink.objects.exists()


def test_a_role_that_has_run_out_holds_again(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    person = make_person(roles.SECURITY_ADMIN)
    RoleGrant.objects.filter(account_id=person.pk).update(valid_to=now().date() - dt.timedelta(days=1))
    RoleGrant.objects.filter(account_id=person.pk).update(valid_from=now().date() - dt.timedelta(days=30))
    ask(person.username)
    said = capsys.readouterr().out
    assert "续授一年" in said
    code = re.search(r"--confirm ([0-9A-F]{6})", said)
    assert code is not None
    assert ask(person.username, confirm=code[1]) == 0
    assert RoleGrant.objects.filter(account_id=person.pk).count() == 2


def test_nobody_but_administrators_is_let_in_this_way(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    person = make_person(roles.LEADER)
    assert ask(person.username) == 1
    assert "没有这个管理员账号" in capsys.readouterr().err


def test_an_identity_that_was_linked_opens_the_account_no_more(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    person, other = make_person(roles.SECURITY_ADMIN), make_person(roles.LEADER)
    for number, account in enumerate((person, other)):
        LinkedIdentity.objects.create(account=account, issuer="https://id.example", digest=str(number), linked_at=now())
    ask(person.username)
    said = capsys.readouterr().out
    assert "统一身份" in said
    code = re.search(r"--confirm ([0-9A-F]{6})", said)
    assert code is not None
    assert ask(person.username, confirm=code[1]) == 0
    assert [one.account_id for one in LinkedIdentity.objects.all()] == [other.pk]
    taken = LogEntry.objects.get(verb=TakeIdentitiesAway.verb)
    assert (taken.object_id, "手机遗失" in taken.data, '"count":1' in taken.data) == (person.pk, True, True)
