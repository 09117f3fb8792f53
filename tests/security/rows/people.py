"""Coming in, and one's own account: open to everybody, and to everybody with an account."""

from lianxin.core.clock import now
from lianxin.people.invitations import issue_link
from lianxin.people.models import LinkPurpose, TrustedDevice
from tests.security.matrix import Row
from tests.security.world import World


def link_for(world: World, side: str) -> dict[str, object]:
    """A set-up link of somebody; whoever holds it may open it, whoever they are."""
    return {"token": issue_link(world.lands[side].account).token}


def device_of(world: World, side: str) -> dict[str, object]:
    """A trusted device of the deputy (own), or of somebody else."""
    account = world.accounts["deputy"] if side == "own" else world.lands[side].account
    link = issue_link(account, LinkPurpose.DEPUTY).link
    device = TrustedDevice.objects.create(
        account=account, link=link, token_hash=f"{side:x<64}", created_at=now(), expires_at=link.expires_at
    )
    return {"device": device.pk}


MAKERS = {"link": link_for, "device": device_of}

ROWS = [
    Row("people:sign_in", "GET", "200: rest"),
    Row("people:sign_in", "POST", "422: rest"),
    Row("people:sign_out", "POST", "200: rest"),
    Row("people:open_link", "GET", "410: rest", kwargs={"token": "x" * 32}),
    Row("people:second_step", "GET", "302: rest", open_to_all=True),
    Row("people:second_step", "POST", "302: rest", open_to_all=True),
    Row("people:second_step_due", "GET", "302: rest"),
    Row("people:ways", "GET", "200: rest\n302: resident"),
    Row("people:confirm", "GET", "200: rest\n302: resident"),
    Row("people:confirm", "POST", "422: rest\n401: resident"),
    Row("people:set_up_app", "GET", "200: rest\n302: resident"),
    Row("people:set_up_app", "POST", "422: rest\n401: resident"),
    Row("people:recovery_codes", "POST", "409: rest\n401: resident"),
    Row("people:remove_app", "POST", "409: rest\n401: resident"),
    Row("people:me", "GET", "200: rest\n302: resident"),
    Row("people:change_password", "GET", "200: rest\n302: resident"),
    Row("people:change_password", "POST", "422: rest\n401: resident"),
    Row("people:forget_device", "POST", "302/404: deputy\n404: rest\n401: resident", made="device"),
]
