"""The one way a change happens: lock, check, change, record, announce after commit.

Page, API, import and command line call the same action, so they behave alike.  A subclass says
*what*; this base guarantees that the change, its log entry, its announcement and its idempotency
key stand or fall in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from django.db import IntegrityError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.hashing import canonical_json
from lianxin.db import prepared
from lianxin.db.scope import current_town_id
from lianxin.db.transactions import write
from lianxin.journal import outbox
from lianxin.journal.actors import Actor
from lianxin.journal.errors import WrongState
from lianxin.journal.log import append
from lianxin.journal.models import IdempotencyKey

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Subject:
    """The object an entry is about, as a registered kind and an id."""

    kind: str
    id: int


@dataclass(kw_only=True)
class Action(Generic[R]):
    """Base of every change.

    Subclasses are ``@dataclass(kw_only=True)`` classes whose fields are the data.  They set
    ``verb`` (``"case.assign"``) and implement:

    * :meth:`lock` – re-read what will change under a row lock (``select_for_update``);
    * :meth:`check` – raise ``NotAllowed``, ``WrongState`` or ``Invalid``;
    * :meth:`perform` – change rows and return the result;
    * :meth:`subject` – which object the entry is about (called after ``perform``);
    * :meth:`entry_data` – facts for the log: ids, codes, dates, salted digests, never personal data;
    * :meth:`after` – what follows from the change elsewhere, once its own line stands in the log.

    ``once`` is an idempotency key.  A second call with the same key and data returns what the
    first call made (through :meth:`recall`) and changes nothing; with other data it raises
    ``WrongState("once_reused")``.  ``asked`` is what was asked of the caller, where a caller (the API) compares more
    than the action itself knows.
    """

    verb: ClassVar[str]

    actor: Actor
    once: str | None = None
    asked: object = None

    def lock(self) -> None:
        """Re-read and lock what will change; the default has nothing to lock."""

    def check(self) -> None:
        """Raise when the change may not happen; runs under the lock."""

    def perform(self) -> R:
        """Make the change and return its result."""
        raise NotImplementedError

    def subject(self) -> Subject:
        """Name the object the log entry is about."""
        raise NotImplementedError

    def entry_data(self) -> Mapping[str, object]:
        """Facts for the log entry; JSON-ready, without personal data."""
        return {}

    def after(self) -> None:
        """Other changes this one brings about, in the same transaction; the default brings about none."""

    def announcement(self) -> Mapping[str, object] | None:
        """Facts for the outbox; ``None`` when nobody needs to hear of it."""
        return {}

    def request_data(self) -> object:
        """What must be equal when the same idempotency key comes again."""
        return None

    def recall(self, kind: str, object_id: int) -> R:
        """Load the result of an earlier call with the same key."""
        raise WrongState("once_done", _("这一步已经做过了，不需要再做一次。"))

    def execute(self) -> R:
        """Run the action in one transaction; see the class for what may be raised.

        Two submits with the same ``once`` at the same moment: on PostgreSQL the slower one meets the
        unique key of the faster one, is rolled back, and recalls what the faster one made.
        """
        try:
            return self._attempt()
        except IntegrityError:
            if not self.once:
                raise
            return self._attempt()

    def _attempt(self) -> R:
        """One whole run in one transaction (a savepoint when the caller has one open)."""
        with write():
            if self.once:
                earlier = self._earlier()
                if earlier is not None:
                    return self.recall(earlier.result_kind, earlier.result_id or 0)
            self.lock()
            self.check()
            result = self.perform()
            subject = self.subject()
            append(self.verb, subject.kind, subject.id, self.actor, self.entry_data())
            self.after()
            facts = self.announcement()
            if facts is not None:
                outbox.announce(self.verb, subject.kind, subject.id, facts)
            if self.once:
                self._remember(subject)
            return result

    def _request_digest(self) -> str:
        """What was asked, under the installation's key: a number to call cannot be guessed from what is stored."""
        asked = canonical_json([self.verb, self.request_data() if self.asked is None else self.asked])
        return salted_hmac("lianxin.once", asked, algorithm="sha256").hexdigest()

    def _earlier(self) -> IdempotencyKey | None:
        earlier = prepared.first("once", lambda key: IdempotencyKey.objects.filter(key=key), str(self.once))
        if earlier is None:
            return None
        if earlier.request_digest != self._request_digest():
            raise WrongState("once_reused", _("同一份表单被用来提交了不同的内容，请重新打开页面再填一次。"))
        return earlier

    def _remember(self, subject: Subject) -> None:
        IdempotencyKey.objects.create(
            town_id=current_town_id(),
            key=self.once or "",
            verb=self.verb,
            request_digest=self._request_digest(),
            result_kind=subject.kind,
            result_id=subject.id,
            created_at=now(),
        )
