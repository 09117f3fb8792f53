"""The account of somebody who works here: one person, in any number of towns."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from lianxin.db.base import Reference


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by the name as people type it."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with that user name, however it was typed; raises ``DoesNotExist``."""
        return self.get(username=self.model.normalize_username(username or "").strip().lower())


class Account(AbstractBaseUser, Reference):
    """Somebody who can sign in.

    Reference data: the same person may serve several towns of a district, and what they may do in a
    town stands in :class:`RoleGrant`.  ``admin_role`` is empty or the one administrator role the account
    was made for; because it is a single column that never changes, no account can hold two of the three.
    ``access_version`` grows with every change of grants, password or locks and ends stale sessions at
    once.  There is no ``last_login``: sign-ins stand in the log.
    """

    username = models.CharField(max_length=40, unique=True)
    display_name = models.CharField(max_length=60)
    admin_role = models.CharField(max_length=24, blank=True)
    is_active = models.BooleanField(default=True)
    failed_attempts = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_set_password = models.BooleanField(default=False)
    access_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    last_login = None

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        """The user name is the same everywhere, so it is unique everywhere."""

        swappable = "AUTH_USER_MODEL"

    def __str__(self) -> str:
        """The name people read."""
        return self.display_name

    def get_full_name(self) -> str:
        """The name people read."""
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep user names in one form, so that two accounts cannot differ by case or width only."""
        self.username = self.normalize_username(self.username).strip().lower()
        super().save(*args, **kwargs)
