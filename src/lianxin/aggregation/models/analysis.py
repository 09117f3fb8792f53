"""What the engine says of one opinion, with score and reason."""

from django.db import models

from lianxin.aggregation.models.learned import Learned
from lianxin.cases.models import Opinion
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place


class Analysis(TownOwned):
    """One opinion as the engine of that version read it; written once, replaced when it is read anew.

    ``guesses`` is a list of [category code, probability], likeliest first, at most three; ``guessed_by`` says who spoke
    (``rules`` for words of the town, ``learned`` for a model, empty when nobody knew).  ``place_said`` are the (masked)
    words that name the place.  ``masks`` counts personal data found in the words, never the data.  ``signature`` is a
    digest of the words written alike: equal ones are copies.  ``compared_at`` is empty until its likenesses were found.
    """

    opinion = TownForeignKey(Opinion, on_delete=models.CASCADE, related_name="analyses")
    engine = models.CharField(max_length=16)
    learned = TownForeignKey(Learned, null=True, on_delete=models.PROTECT, related_name="analyses")
    guesses = models.TextField(default="[]")
    guessed_by = models.CharField(max_length=12, blank=True)
    place = TownForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="analyses")
    place_said = models.CharField(max_length=40, blank=True)
    place_how = models.CharField(max_length=12, blank=True)
    place_score = models.FloatField(default=0.0)
    masks = models.TextField(default="{}")
    signature = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)

    class Meta:
        """One for each opinion; copies are found by their signature, unfinished work by what it lacks."""

        constraints = [models.UniqueConstraint(fields=["town", "opinion"], name="aggregation_analysis_once")]
        indexes = [
            models.Index(fields=["town", "signature"], name="aggregation_signature"),
            models.Index(
                fields=["town", "opinion"], name="aggregation_uncompared", condition=models.Q(compared_at=None)
            ),
        ]
