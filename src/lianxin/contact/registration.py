"""What the room hangs on the house when it is ready."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.journal import kinds, verbs

_KINDS: Final = (
    ("contact_round", "contact.Round", "集中联系社区活动"),
    ("contact_visit", "contact.Visit", "社区走访"),
)
_VERBS: Final = (("round.plan", _("安排集中联系社区活动")),)


def register() -> None:
    """Kinds and verbs of the log."""
    for kind in _KINDS:
        kinds.register(*kind)
    for verb in _VERBS:
        verbs.register(*verb)
