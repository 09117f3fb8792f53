"""What the people room stores; one file per noun."""

from lianxin.people.models.access_link import AccessLink, LinkPurpose
from lianxin.people.models.account import Account, AccountManager
from lianxin.people.models.building_head import BuildingHead
from lianxin.people.models.device import TrustedDevice
from lianxin.people.models.grant import RoleGrant
from lianxin.people.models.linked_identity import LinkedIdentity
from lianxin.people.models.passkey import Passkey
from lianxin.people.models.second_step import RecoveryCode, SecondStep, SignInPolicy
from lianxin.people.models.session import Session
from lianxin.people.models.throttle import Throttle

__all__ = [
    "AccessLink",
    "Account",
    "AccountManager",
    "BuildingHead",
    "LinkPurpose",
    "LinkedIdentity",
    "Passkey",
    "RecoveryCode",
    "RoleGrant",
    "SecondStep",
    "Session",
    "SignInPolicy",
    "Throttle",
    "TrustedDevice",
]
