"""Links to hand out: first set-up, and one sign-in link per role for the example town.  No default passwords."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.urls import get_script_prefix, reverse

from lianxin.core.clock import now, today
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.people import roles
from lianxin.people.actions.accounts import CreateAccount
from lianxin.people.actions.grants import LONGEST_ADMIN_GRANT, GrantRole
from lianxin.people.actions.links import Issued, IssueLink
from lianxin.people.models import Account, LinkPurpose, RoleGrant

#: Links printed when the example town starts hold this long.
DEMO_LIFETIME: Final = dt.timedelta(days=1)


def issue_link(
    account: Account, purpose: LinkPurpose = LinkPurpose.SET_UP, actor: Actor = SYSTEM, label: str = ""
) -> Issued:
    """Issue a link of a purpose for an account in the current town; see :class:`IssueLink` for what may be raised."""
    return IssueLink(actor=actor, purpose=purpose, account=account, label=label).execute()


def path_of(token: str) -> str:
    """The path behind which a link opens, below the current script prefix."""
    return reverse("people:open_link", kwargs={"token": token})


def address_of(token: str, town: Town, base: str = "") -> str:
    """The whole address of a link: ``base`` or the configured site address, the prefix of the site, the town's path.

    The same from a command and from a page of the town, whose script prefix names the town already.  A town with a host
    of its own is reached by it where ``base`` names it, else below the site's address like every other.
    """
    site = (base or settings.LIANXIN_SITE_URL).rstrip("/")
    at_root = town.is_default or (town.host and base)
    below = f"{settings.FORCE_SCRIPT_NAME or ''}{'' if at_root else f'/t/{town.slug}'}"
    return f"{site}{below}/{path_of(token).removeprefix(get_script_prefix())}"


def first_administrators(town: Town, base: str = "") -> list[tuple[str, str]]:
    """Make the three administrators of a new town, or find them, and return (role label, set-up link) for each.

    An administrator who has a password already gets none.
    """
    found: list[tuple[str, str]] = []
    with town_scope(town):
        for role in roles.ADMINISTRATORS:
            account = _administrator(town, role)
            if not account.has_usable_password():
                issued = issue_link(account)
                found.append((roles.label(role), address_of(issued.token, town, base)))
    return found


def demo_links(town: Town, base: str = "") -> list[tuple[str, str]]:
    """One-time sign-in links for the example town: (role label, address), one account per role.

    A deputy's is a sign-in link too, so that nobody has to type a short code to look around.
    """
    links: list[tuple[str, str]] = []
    with town_scope(town):
        for role, account in one_account_per_role().items():
            issued = IssueLink(
                actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account, lifetime=DEMO_LIFETIME
            ).execute()
            label = f"{roles.label(role)} {account.display_name}"
            links.append((label, address_of(issued.token, town, base)))
    return links


def one_account_per_role() -> dict[str, Account]:
    """The first open account that holds each role today in the current town, in the order of the roles."""
    day = today()
    held = (
        RoleGrant.objects.filter(ended_at=None, valid_from__lte=day, account__is_active=True)
        .select_related("account")
        .order_by("id")
    )
    first: dict[str, Account] = {}
    for grant in held:
        if grant.valid_to is None or grant.valid_to >= day:
            first.setdefault(grant.role, grant.account)
    return {role: first[role] for role in roles.ALL if role in first}


def _administrator(town: Town, role: str) -> Account:
    grant = RoleGrant.objects.filter(role=role, ended_at=None).select_related("account").first()
    if grant is not None:
        return grant.account
    username = f"{role.removesuffix('_admin')}-{town.slug}"[:40]
    account = Account.objects.filter(username=username, admin_role=role).first()
    if account is None:
        account = CreateAccount(
            actor=SYSTEM, username=username, display_name=f"{town.name}{roles.label(role)}", admin_role=role
        ).execute()
    GrantRole(
        actor=SYSTEM,
        account=account,
        role=role,
        valid_from=today(),
        valid_to=today() + LONGEST_ADMIN_GRANT,
        reason="首次安装",
    ).execute()
    return account


def expires_in(issued: Issued) -> dt.timedelta:
    """How long the link still holds."""
    return issued.link.expires_at - now()
