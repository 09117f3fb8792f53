"""The opinion: a voice, kept as spoken."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.case import Case
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy
from lianxin.places.models import Category, Place


class Source(models.TextChoices):
    """Whose words these are."""

    RESIDENT = "resident", _("居民反映")
    DEPUTY_OBSERVATION = "observation", _("代表走访发现")


class Opinion(TownOwned):
    """What one person said (or one deputy saw), with where, when, how and through whom.

    ``verbatim`` is hashed with a salt at capture and never changed; ``summary`` may change.  The
    query code is stored as a digest for look-up and encrypted so that the desk can print the slip
    again.  ``public_token`` is the part of the address on the printed QR.  Personal data lives in
    :class:`ResidentContact`, which can be erased.
    """

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.RESIDENT)
    verbatim = models.TextField()
    verbatim_salt = models.CharField(max_length=32)
    verbatim_digest = models.CharField(max_length=64)
    summary = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=24, default="unknown")
    category = TownForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="opinions")
    place = TownForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="opinions")
    place_note = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=24)
    occasion = models.CharField(max_length=60, blank=True)
    spoken_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorder_label = models.CharField(max_length=120, blank=True)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    read_back = models.BooleanField(default=False, help_text="read back to the speaker and confirmed")
    deputy_opinion = models.TextField(blank=True)
    on_spot_answer = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    consent_text = models.BooleanField(default=False)
    consent_name = models.BooleanField(default=False)
    code_digest = models.CharField(max_length=64)
    code_cipher = models.TextField()
    public_token = models.CharField(max_length=43)
    fingerprint = models.CharField(max_length=64)
    client_key = models.CharField(max_length=64, blank=True, help_text="128-bit key a phone or an import row sent")
    outside_number = models.CharField(max_length=60, blank=True, help_text="number in the system it came from")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Codes and tokens find one opinion; fingerprints find likely duplicates."""

        constraints = [
            models.UniqueConstraint(fields=["town", "code_digest"], name="cases_code"),
            models.UniqueConstraint(fields=["town", "public_token"], name="cases_token"),
        ]
        indexes = [
            models.Index(fields=["town", "case"], name="cases_opinion_case"),
            models.Index(fields=["town", "fingerprint"], name="cases_fingerprint"),
            models.Index(fields=["town", "client_key"], name="cases_client_key"),
            models.Index(fields=["town", "occasion", "id"], name="cases_occasion"),
            models.Index(fields=["town", "outside_number"], name="cases_outside_number"),
        ]


class OpinionTag(TownOwned):
    """A tag on an opinion, orthogonal to the category (category × tag)."""

    opinion = TownForeignKey(Opinion, on_delete=models.CASCADE, related_name="tags")
    code = models.CharField(max_length=32)

    class Meta:
        """A tag once an opinion."""

        constraints = [models.UniqueConstraint(fields=["town", "opinion", "code"], name="cases_tag")]


class OpinionDeputy(TownOwned):
    """A deputy who was present when the words were spoken, or who saw the matter."""

    opinion = TownForeignKey(Opinion, on_delete=models.CASCADE, related_name="present")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="heard")

    class Meta:
        """A deputy once an opinion; and what a deputy brought is found from the deputy."""

        constraints = [models.UniqueConstraint(fields=["town", "opinion", "deputy"], name="cases_present")]
        indexes = [models.Index(fields=["town", "deputy", "opinion"], name="cases_brought")]


class ResidentContact(TownOwned):
    """How to call and reach the speaker: optional, encrypted, expiring, erasable.

    ``digest`` (salted) is what the log chain keeps; after erasing, both cipher texts are empty
    and ``erased_at`` is set.
    """

    opinion = TownForeignKey(Opinion, on_delete=models.PROTECT, related_name="contacts")
    name_cipher = models.TextField(blank=True)
    contact_cipher = models.TextField(blank=True)
    masked = models.CharField(max_length=40, blank=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    expires_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """One contact an opinion; retention finds the expired ones."""

        constraints = [models.UniqueConstraint(fields=["town", "opinion"], name="cases_contact")]
        indexes = [models.Index(fields=["town", "expires_on"], name="cases_contact_expiry")]


class Addition(TownOwned):
    """Something a resident adds or corrects later; the first words stay as they are."""

    opinion = TownForeignKey(Opinion, on_delete=models.PROTECT, related_name="additions")
    kind = models.CharField(max_length=12, help_text="add/correct")
    text = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)

    class Meta:
        """Read with the opinion."""

        indexes = [models.Index(fields=["town", "opinion", "id"], name="cases_addition_of")]
