"""The session engine: Django's own, with the signed-in account read in the same statement."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from lianxin.db import prepared
from lianxin.people.models import Account
from lianxin.people.models.session import Session


class SessionStore(DatabaseStore):
    """A session and, once it was loaded, the account its row names."""

    #: The joined account of the loaded row; a fresh copy at every request, never kept longer.
    account: Account | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        """The room's own table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to store, with the account that the data name."""
        row: Any = super().create_model_instance(data)
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def _get_session_from_db(self) -> Any:
        """Load the row, if it has not run out, and keep the account that came with it."""
        found = prepared.objects(
            "session", lambda key: Session.objects.filter(session_key=key), str(self.session_key or "")
        )
        row = next((one for one in found if self.get_expiry_age(expiry=one.expire_date) >= 0), None)
        if row is None:
            self._session_key = None
        self.account = row.account if row is not None else None
        return row
