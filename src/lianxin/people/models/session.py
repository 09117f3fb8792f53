"""Where a session is kept: as Django keeps it, with the account beside it, so that both are read in one statement."""

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from lianxin.db.base import Local
from lianxin.people.models.account import Account


class SessionManager(BaseSessionManager["Session"]):
    """Sessions always come with their account."""

    def get_queryset(self) -> "models.QuerySet[Session]":
        """Every session, its account joined."""
        return super().get_queryset().select_related("account")


class Session(AbstractBaseSession, Local):
    """One browser's session on this installation; ``account`` repeats who signed in (empty for a visit link).

    The signed data stay the truth: a session whose data name somebody else is not believed.  The column has no
    constraint in the database, because sessions come and go without asking the accounts.
    """

    account = models.ForeignKey(
        Account, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    objects: ClassVar[SessionManager] = SessionManager()
