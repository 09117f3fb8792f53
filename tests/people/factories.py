"""Accounts with grants, made directly; and clients signed in as them."""

import datetime as dt
from itertools import count

from django.test import Client

from lianxin.core.clock import now, today
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.actors import actor_of_account
from lianxin.people.models import Account, RoleGrant
from lianxin.places.models import Place, Unit

PASSWORD = "Qiao-lian-2026"
_numbers = count(1)


def make_account(username: str = "wang", *, password: str | None = PASSWORD, **more: object) -> Account:
    """An account that can sign in with :data:`PASSWORD` (or has none)."""
    account = Account(
        username=username, display_name=more.pop("display_name", f"{username}（测试）"), created_at=now(), **more
    )
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    account.save()
    return account


def grant(
    account: Account, role: str, *, place: Place | None = None, unit: Unit | None = None, **more: object
) -> RoleGrant:
    """A grant that holds from yesterday on."""
    return RoleGrant.objects.create(
        account=account,
        role=role,
        place=place,
        unit=unit,
        valid_from=more.pop("valid_from", today() - dt.timedelta(days=1)),
        reason="测试",
        granted_by_label="测试",
        granted_at=now(),
        **more,
    )


def make_person(
    role: str, username: str = "", *, place: Place | None = None, unit: Unit | None = None, **more: object
) -> Account:
    """An account with one grant; administrators' accounts are made for their role."""
    admin = role if role in roles.ADMINISTRATORS else ""
    account = make_account(username or f"{role.replace('_', '-')}-{next(_numbers)}", admin_role=admin, **more)
    grant(account, role, place=place, unit=unit)
    return account


def actor_with(role: str, *, place: Place | None = None, unit: Unit | None = None) -> Actor:
    """The actor of a fresh account with one role."""
    return actor_of_account(make_person(role, place=place, unit=unit))


def sign_in(client: Client, account: Account, password: str = PASSWORD) -> None:
    """Sign a test client in through the real page."""
    answer = client.post("/accounts/sign-in/", {"username": account.username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
