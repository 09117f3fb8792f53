"""Coming in, and one's own account: open to everybody, and to everybody with an account."""

from lianxin.core.clock import now
from lianxin.people.invitations import issue_link
from lianxin.people.models import LinkedIdentity, LinkPurpose, Passkey, TrustedDevice
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


def passkey_of(world: World, side: str) -> dict[str, object]:
    """A passkey of the leader (own), or of somebody else."""
    account = world.accounts["leader"] if side == "own" else world.lands[side].account
    passkey = Passkey.objects.create(account=account, name="x", digest=f"{side:x<64}", created_at=now())
    return {"passkey": passkey.pk}


def identity_of(world: World, side: str) -> dict[str, object]:
    """A linked identity of the leader (own), or of somebody else."""
    account = world.accounts["leader"] if side == "own" else world.lands[side].account
    identity = LinkedIdentity.objects.create(account=account, issuer="x", digest=f"{side:i<64}", linked_at=now())
    return {"identity": identity.pk}


MAKERS = {"link": link_for, "device": device_of, "passkey": passkey_of, "identity": identity_of}

ROWS = [
    Row("people:sign_in", "GET", "200: rest"),
    Row("people:sign_in", "POST", "422: rest"),
    Row("people:sign_out", "POST", "200: rest"),
    Row("people:open_link", "GET", "410: rest", kwargs={"token": "x" * 32}),
    Row("people:second_step", "GET", "302: rest", open_to_all=True),
    Row("people:second_step", "POST", "302: rest", open_to_all=True),
    Row("people:second_step_due", "GET", "302: rest"),
    Row("people:passkey_sign_in", "GET", "200: rest"),
    Row("people:passkey_sign_in", "POST", "422: rest"),
    Row("people:add_passkey", "GET", "200: rest\n302: resident"),
    Row("people:add_passkey", "POST", "422: rest\n401: resident"),
    Row("people:remove_passkey", "POST", "302/404: leader\n404: rest\n401: resident", made="passkey"),
    Row("people:oidc_start", "GET", "404: rest"),
    Row("people:oidc_return", "GET", "404: rest"),
    Row("people:oidc_link", "POST", "422: rest"),
    Row("people:link_identity", "GET", "404: rest\n302: resident"),
    Row("people:unlink_identity", "POST", "302/404: leader\n404: rest\n401: resident", made="identity"),
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
