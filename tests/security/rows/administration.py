"""The three administrators' pages: each opens to one role only, and none to anybody who handles cases."""

import datetime as dt

from lianxin.core.clock import now
from lianxin.people.invitations import issue_link
from lianxin.people.models import LinkPurpose, Throttle, TrustedDevice
from lianxin.places.models import DutyRule, ListItem
from tests.people.factories import grant
from tests.places.factories import make_category
from tests.security.matrix import Row
from tests.security.world import World


def place(world: World, side: str) -> dict[str, object]:
    """A neighbourhood."""
    return {"pk": world.place(side).pk}


def unit(world: World, side: str) -> dict[str, object]:
    """A unit."""
    return {"pk": world.unit(side).pk}


def item(_world: World, side: str) -> dict[str, object]:
    """An entry of a list."""
    return {"pk": ListItem.objects.create(list_code="channel", code=f"c-{side}", label="网上").pk}


def category(_world: World, side: str) -> dict[str, object]:
    """A category."""
    return {"pk": make_category(f"k-{side}").pk}


def duty(world: World, side: str) -> dict[str, object]:
    """A line of the 权责表."""
    line = DutyRule.objects.create(
        number=f"n-{side}",
        category=make_category(f"c-{side}"),
        lead_unit=world.unit(side),
        valid_from=dt.date(2020, 1, 1),
    )
    return {"pk": line.pk}


def account(world: World, side: str) -> dict[str, object]:
    """Somebody who serves the town."""
    person = world.lands[side].account
    grant(person, "leader")
    return {"pk": person.pk}


def role_grant(world: World, side: str) -> dict[str, object]:
    """Somebody's grant."""
    return {"pk": grant(world.lands[side].account, "leader").pk}


def link(world: World, side: str) -> dict[str, object]:
    """Somebody's personal link."""
    return {"pk": issue_link(world.lands[side].account, LinkPurpose.DEPUTY).link.pk}


def any_device(world: World, side: str) -> dict[str, object]:
    """Somebody's trusted device."""
    issued = issue_link(world.lands[side].account, LinkPurpose.DEPUTY).link
    device = TrustedDevice.objects.create(
        account=world.lands[side].account,
        link=issued,
        token_hash=f"any{side:x<61}",
        created_at=now(),
        expires_at=issued.expires_at,
    )
    return {"pk": device.pk}


def limit(_world: World, side: str) -> dict[str, object]:
    """A limit that has been reached."""
    return {"pk": Throttle.objects.create(bucket="sign_in_address", key=f"k-{side}", window_from=now()).pk}


MAKERS = {
    "admin_category": category,
    "admin_place": place,
    "admin_unit": unit,
    "admin_item": item,
    "admin_duty": duty,
    "admin_account": account,
    "admin_grant": role_grant,
    "admin_link": link,
    "admin_device": any_device,
    "admin_limit": limit,
}

SYSTEM = "200: system_admin\n403: rest\n302: resident"
SYSTEM_POST = "422: system_admin\n403: rest\n401: resident"
SECURITY = "200: security_admin\n403: rest\n302: resident"
SECURITY_POST = "422: security_admin\n403: rest\n401: resident"
SECURITY_DONE = "302: security_admin\n403: rest\n401: resident"
AUDIT = "200: audit_admin\n403: rest\n302: resident"

ROWS = [
    Row("administration:places", "GET", SYSTEM),
    Row("administration:places", "GET", SYSTEM, query="?format=xlsx"),
    Row("administration:new_place", "GET", SYSTEM),
    Row("administration:new_place", "POST", SYSTEM_POST),
    Row("administration:place", "GET", SYSTEM, made="admin_place"),
    Row("administration:place", "POST", SYSTEM_POST, made="admin_place"),
    Row("administration:qr_sheets", "GET", SYSTEM),
    Row("administration:units", "GET", SYSTEM),
    Row("administration:new_unit", "GET", SYSTEM),
    Row("administration:new_unit", "POST", SYSTEM_POST),
    Row("administration:unit", "GET", SYSTEM, made="admin_unit"),
    Row("administration:unit", "POST", SYSTEM_POST, made="admin_unit"),
    Row("administration:categories", "GET", SYSTEM),
    Row("administration:new_category", "GET", SYSTEM),
    Row("administration:new_category", "POST", SYSTEM_POST),
    Row("administration:category", "GET", SYSTEM, made="admin_category"),
    Row("administration:category", "POST", SYSTEM_POST, made="admin_category"),
    Row("administration:items", "GET", SYSTEM),
    Row("administration:item", "GET", SYSTEM, made="admin_item"),
    Row("administration:item", "POST", SYSTEM_POST, made="admin_item"),
    Row("administration:duties", "GET", SYSTEM),
    Row("administration:new_duty", "GET", SYSTEM),
    Row("administration:new_duty", "POST", SYSTEM_POST),
    Row("administration:duty", "GET", SYSTEM, made="admin_duty"),
    Row("administration:duty", "POST", SYSTEM_POST, made="admin_duty"),
    Row("administration:end_duty", "GET", SYSTEM, made="admin_duty"),
    Row("administration:end_duty", "POST", "302: system_admin\n403: rest\n401: resident", made="admin_duty"),
    Row("administration:profile", "GET", SYSTEM),
    Row("administration:town", "GET", SYSTEM),
    Row("administration:town", "POST", SYSTEM_POST),
    Row("administration:calendar", "GET", SYSTEM),
    Row("administration:import_year", "GET", SYSTEM),
    Row("administration:import_year", "POST", SYSTEM_POST),
    Row("administration:accounts", "GET", SECURITY),
    Row("administration:grants", "GET", SECURITY),
    Row("administration:links", "GET", SECURITY),
    Row("administration:locks", "GET", SECURITY),
    Row("administration:sign_in_rules", "GET", SECURITY),
    Row("administration:sign_in_rules", "POST", SECURITY_POST),
    Row("administration:reset_second_step", "GET", SECURITY, made="admin_account"),
    Row("administration:reset_second_step", "POST", SECURITY_POST, made="admin_account"),
    Row("administration:new_account", "GET", SECURITY),
    Row("administration:new_account", "POST", SECURITY_POST),
    Row("administration:account", "GET", SECURITY, made="admin_account"),
    Row("administration:rename_account", "GET", SECURITY, made="admin_account"),
    Row("administration:rename_account", "POST", SECURITY_POST, made="admin_account"),
    Row("administration:close_account", "GET", SECURITY, made="admin_account"),
    Row("administration:close_account", "POST", SECURITY_POST, made="admin_account"),
    Row("administration:reopen_account", "POST", "409: security_admin\n403: rest\n401: resident", made="admin_account"),
    Row("administration:unlock_account", "POST", SECURITY_DONE, made="admin_account"),
    Row("administration:grant_role", "GET", SECURITY, made="admin_account"),
    Row("administration:grant_role", "POST", SECURITY_POST, made="admin_account"),
    Row("administration:issue_link", "GET", SECURITY, made="admin_account"),
    Row("administration:issue_link", "POST", SECURITY_POST, made="admin_account"),
    Row("administration:end_grant", "GET", SECURITY, made="admin_grant"),
    Row("administration:end_grant", "POST", SECURITY_POST, made="admin_grant"),
    Row("administration:revoke_link", "GET", SECURITY, made="admin_link"),
    Row("administration:revoke_link", "POST", SECURITY_POST, made="admin_link"),
    Row("administration:forget_device", "POST", SECURITY_DONE, made="admin_device"),
    Row("administration:clear_limit", "POST", SECURITY_DONE, made="admin_limit"),
    Row("administration:log", "GET", AUDIT),
    Row("administration:reads", "GET", AUDIT),
    Row("administration:exports", "GET", AUDIT),
    Row("administration:verify", "GET", AUDIT),
    Row("administration:verify", "POST", "200: audit_admin\n403: rest\n401: resident"),
]
