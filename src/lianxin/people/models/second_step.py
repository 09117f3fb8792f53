"""The second step of a sign-in: an app with codes by time, recovery codes; and which town asks for it."""

from django.db import models

from lianxin.db.base import Reference, TownOwned
from lianxin.people.models.account import Account


class SecondStep(Reference):
    """What one account shows after its password; a row exists once something was set up.

    ``secret_encrypted`` is the app's secret (``core.crypto``, bound to the account), empty where only
    passkeys are used.
    ``last_step`` is the time step of the last code that was accepted: a code works once.  ``must_renew`` says that
    the old second step was lost and a new one has to be set up before anything else.  Attempts are counted here, not
    in a town, because the account is the same in every town.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="second_steps", db_index=False)
    secret_encrypted = models.TextField(blank=True)
    last_step = models.BigIntegerField(default=-1)
    set_up_at = models.DateTimeField()
    must_renew = models.BooleanField(default=False)
    failed_attempts = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One an account."""

        constraints = [models.UniqueConstraint(fields=["account"], name="people_second_step_one")]

    @property
    def context(self) -> str:
        """What the sealed secret is bound to: it cannot be moved to another account."""
        return f"second-step:{self.account_id}"


class RecoveryCode(Reference):
    """One of ten codes on paper that replace the app once each; only a digest is stored."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes", db_index=False)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Looked up by account and digest."""

        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="people_recovery_once")]


class SignInPolicy(TownOwned):
    """What a town asks of those who sign in; one row, none means nothing is asked.

    ``required_from`` is the civil date from which a person without a second step is led through setting it up before
    anything else; until then they are told and may go on.  ``trust_days`` is for how long a browser may be trusted
    (0: never).
    """

    for_administrators = models.BooleanField(default=False)
    for_desks = models.BooleanField(default=False)
    required_from = models.DateField(null=True, blank=True)
    trust_days = models.PositiveIntegerField(default=30)
    changed_at = models.DateTimeField()

    class Meta:
        """One a town."""

        constraints = [models.UniqueConstraint(fields=["town"], name="people_sign_in_policy")]
