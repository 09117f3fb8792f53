"""Links and codes that let somebody in: printed one-time codes, deputies' links, set-up links, visit tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.people.models.account import Account
from lianxin.places.models import Place


class LinkPurpose(models.TextChoices):
    """What a link is for."""

    SIGN_IN = "sign_in", _("一次性登录码")
    DEPUTY = "deputy", _("代表专属链接")
    SET_UP = "set_up", _("首次设置链接")
    VISIT = "visit", _("走访记录链接")
    SECOND_STEP = "second_step", _("第二步验证替代码")


class AccessLink(TownOwned):
    """One link.

    Only hashes are stored: ``token_hash`` of the long token in the address or QR code, ``typed_hash`` of
    the code that can be typed instead, ``pin`` (a password hash) of the short code a deputy types after
    opening the link.  ``max_uses`` 0 means any number.  ``role`` and ``place`` are set for visit links,
    which have no account.  Before ``starts_at`` a link lets nobody in; empty, it holds at once.
    """

    purpose = models.CharField(max_length=16, choices=LinkPurpose)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="access_links", db_index=False
    )
    role = models.CharField(max_length=24, blank=True)
    place = TownForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="access_links")
    label = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64)
    typed_hash = models.CharField(max_length=64)
    pin = models.CharField(max_length=128, blank=True)
    issued_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True, blank=True)
    issued_by_label = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    max_uses = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    failed_attempts = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Found by either hash within the town; listed by account."""

        constraints = [
            models.UniqueConstraint(fields=["town", "token_hash"], name="people_link_token"),
            models.UniqueConstraint(fields=["town", "typed_hash"], name="people_link_typed"),
        ]
        indexes = [models.Index(fields=["town", "account"], name="people_link_account")]
