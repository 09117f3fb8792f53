"""Which ways of signing in an account has, and what the town asks of it.

Reading only; what changes them stands in ``actions/second_step.py`` and ``actions/passkeys.py``.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lianxin.core.clock import now, today
from lianxin.core.hashing import text_digest
from lianxin.journal.actors import Grant
from lianxin.people import roles
from lianxin.people.models import Account, RecoveryCode, SecondStep, SignInPolicy, TrustedDevice

#: How long a sign-in or a repeated password counts as "this is really you" for changes of the ways in.
SURE_FOR: Final = dt.timedelta(minutes=10)
#: For how long a browser may be trusted when the town has said nothing.
TRUST_DAYS: Final = 30
#: How long somebody may take between password and second step.
PATIENCE: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Demand:
    """That somebody has to set up a second step: from which day, and whether that day has come."""

    since: dt.date
    now: bool


def second_step_of(account: Account) -> SecondStep | None:
    """The row of an account, whatever its state."""
    return SecondStep.objects.filter(account_id=account.pk).first()


def is_set_up(account: Account) -> bool:
    """Whether a second step is asked of the account after its password."""
    row = second_step_of(account)
    return row is not None and not row.must_renew


def codes_left(account: Account) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(account_id=account.pk, used_at=None).count()


def policy() -> SignInPolicy:
    """What the town asks; an unsaved row that asks nothing where nobody has decided."""
    found = SignInPolicy.objects.first()
    return found if found is not None else SignInPolicy(trust_days=TRUST_DAYS, changed_at=now())


def is_trusted(account: Account, browser: str) -> bool:
    """Whether the cookie's token belongs to a browser that this account trusts since its present second step."""
    row = second_step_of(account)
    if not browser or row is None:
        return False
    return TrustedDevice.objects.filter(
        token_hash=text_digest(browser),
        account_id=account.pk,
        link=None,
        revoked_at=None,
        expires_at__gt=now(),
        created_at__gte=row.set_up_at,
    ).exists()


def demand_on(account: Account, grants: tuple[Grant, ...]) -> Demand | None:
    """What the account still has to do for the grants it holds here; ``None`` when nothing."""
    row = second_step_of(account)
    if row is not None and row.must_renew:
        return Demand(today(), now=True)
    held = {grant.role for grant in grants}
    if not held & {*roles.ADMINISTRATORS, *roles.AT_THE_DESK}:
        return None
    asked = policy()
    if asked.required_from is None or not _is_meant(asked, held) or row is not None:
        return None
    return Demand(asked.required_from, now=asked.required_from <= today())


def _is_meant(asked: SignInPolicy, held: set[str]) -> bool:
    """Whether the policy is about one of these roles."""
    administrators = asked.for_administrators and bool(held & set(roles.ADMINISTRATORS))
    return administrators or (asked.for_desks and bool(held & set(roles.AT_THE_DESK)))
