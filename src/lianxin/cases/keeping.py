"""How long contact data is kept: one rule of the town, one sentence for every page that speaks of it."""

from typing import Final

from django.utils.translation import gettext as _

from lianxin.clocks.rulesets import limit
from lianxin.core.clock import today
from lianxin.ui import registry

#: Where a town has no rule (our default, 待核; the source stands in the rule set).
RETENTION_MONTHS: Final = 12
#: The code of the rule.
RULE: Final = "contact_retention"
#: The track whose rule the pages for residents name.
FOR_RESIDENTS: Final = "resident"


def months(track: str = FOR_RESIDENTS) -> int:
    """For how many months after the end contact data is kept; one statement."""
    rule = limit(track, RULE, today())
    return rule.n if rule is not None else RETENTION_MONTHS


def sentence() -> str:
    """What residents are told."""
    return _("联系方式在办结后 %(n)d 个月自动删除。") % {"n": months()}


def register() -> None:
    """Let the pages of lower rooms say it too."""
    registry.says("contact_kept", sentence)
