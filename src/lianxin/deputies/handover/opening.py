"""What the end of one mandate opens by itself: contacts end, and a handover waits for the office."""

import datetime as dt
from typing import Final

from lianxin.core.clock import now
from lianxin.deputies.models import ContactPlace, Deputy, Fate, Handover, HandoverKind, HandoverLine, Mandate
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actors import Actor

_DAY: Final = dt.timedelta(days=1)


def end_contacts(deputy: Deputy, last: dt.date) -> None:
    """The deputy keeps in touch with nobody after that day."""
    for contact in ContactPlace.objects.filter(deputy_id=deputy.pk, valid_to=None):
        contact.valid_to = max(contact.valid_from, last)
        contact.save(update_fields=["valid_to"])


def left_without_office(mandate: Mandate) -> bool:
    """Whether the deputy holds no other mandate once this one has ended."""
    day = (mandate.ends_on or mandate.starts_on) + _DAY
    return not mandates_on(day).filter(deputy_id=mandate.deputy_id).exclude(pk=mandate.pk).exists()


def open_for(mandate: Mandate, actor: Actor) -> Handover:
    """A handover of one deputy; the line says whose mandate ended, the office says who follows."""
    day = (mandate.ends_on or mandate.starts_on) + _DAY
    made = Handover(
        kind=HandoverKind.ONE, level=mandate.level, old_term_id=mandate.term_id, day=day, made_at=now(),
        made_by_label=actor.label[:120], touched_at=now(),
    )  # fmt: skip
    made.save(force_insert=True)
    HandoverLine(handover=made, deputy_id=mandate.deputy_id, mandate=mandate, fate=Fate.LEAVES).save(force_insert=True)
    return made
