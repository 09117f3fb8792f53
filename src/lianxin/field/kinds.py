"""What can be recorded on the spot: each room registers its kinds, and nothing else in this room knows them.

A later room writes a form page that extends ``field/record.html`` (the page script does the rest), and in its
``AppConfig.ready``::

    kinds.register(Kind("inspection", 1, _("记一次检查"), icon="eye", policy=MAY_INSPECT, url_name="inspections:field",
                        handler=receive_inspection))

The same page must do its whole work online without JavaScript.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from lianxin.journal.actors import Actor
from lianxin.people.policies import Policy


@dataclass(frozen=True, slots=True)
class Received:
    """What a handler gets: the fields of the form as they were typed, and where they come from.

    ``captured_on`` is the civil date of recording, corrected by the phone's clock error and never in the future.
    """

    fields: QueryDict
    actor: Actor
    key: str
    captured_on: dt.date


@dataclass(frozen=True, slots=True)
class Result:
    """What an item became: a registered kind and id (photos are attached to it), and the number people use."""

    kind: str
    id: int
    number: str


#: Records it through the room's own action, inside the receiver's transaction; raises ``ActionError``.
Handler = Callable[[Received], Result]
#: The address below which a resident follows the object; empty where nobody outside may.
Follow = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record, in one version of its fields."""

    code: str
    version: int
    label: str | Promise
    icon: str
    policy: Policy
    url_name: str
    handler: Handler
    follow: Follow | None = None
    #: Static files of its page besides those of every page of the phone; the worker keeps them too.
    files: tuple[str, ...] = ()
    #: Its place among the doors of the first page.
    order: int = 50


_kinds: dict[tuple[str, int], Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind receivable.  Keep old versions registered: a phone may come back with them months later."""
    _kinds[kind.code, kind.version] = kind


def find(code: str, version: int) -> Kind | None:
    """The kind as it was when the phone recorded it."""
    return _kinds.get((code, version))


def newest() -> Iterator[Kind]:
    """The newest version of every kind: what is offered today."""
    best: dict[str, Kind] = {}
    for kind in _kinds.values():
        if kind.code not in best or best[kind.code].version < kind.version:
            best[kind.code] = kind
    return iter(best.values())
