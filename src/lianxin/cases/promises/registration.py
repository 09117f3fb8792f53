"""The words of the log, and the news that follow a settled promise."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.cases.actions.base import AFTERWARDS, KIND, PROMISE
from lianxin.cases.models import Suggestion
from lianxin.cases.promises.actions import follow_settling
from lianxin.cases.promises.selectors import SUGGESTION
from lianxin.cases.selectors.scope import visible
from lianxin.cases.suggestions.policies import EITHER
from lianxin.clocks.models import Promise as Promised
from lianxin.journal import kinds, verbs
from lianxin.journal.actors import Actor
from lianxin.records import access
from lianxin.records.models import Attachment
from lianxin.ui import registry

_FACTS: Final[dict[str, str | Promise]] = {"year": _("年度"), "how": _("方式")}


def register() -> None:
    """Words and effects."""
    kinds.register(PROMISE, "clocks.Promise", "承诺")
    access.files_of(PROMISE, may_read_files)
    verbs.register("promise.year_note", _("写承诺的年度情况"), _FACTS)
    verbs.register("promise.told", _("告知承诺情况"), _FACTS)
    AFTERWARDS.setdefault("case.settle_promise", []).append(follow_settling)
    registry.nav("desk", _("承诺跟踪"), "cases:desk_promises", order=17, policy=policies.SEE_CASE, icon="flag")


def may_read_files(actor: Actor, promise_id: int, _attachment: Attachment) -> bool:
    """What shows that a promise was kept is for whoever may open its case or suggestion; residents read of it."""
    promise = Promised.objects.filter(pk=promise_id).first()
    if promise is None:
        return False
    if promise.owner_kind == KIND:
        return visible(actor).filter(pk=promise.owner_id).exists()
    row = Suggestion.objects.filter(pk=promise.owner_id).first() if promise.owner_kind == SUGGESTION else None
    return row is not None and EITHER.check(actor, row)
