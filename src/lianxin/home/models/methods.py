"""Working methods ("三化" and the like): text of the town with evidence, never built into the product.

What a town's method is called and says was not found for the source town; it is configurable content.
"""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class Method(TownOwned):
    """A working method: a name, a sentence, and its pillars with measures."""

    code = models.CharField(max_length=32)
    name = models.CharField(max_length=60)
    lead = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=False)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        """A code is unique in the town."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="home_method_code")]

    def __str__(self) -> str:
        """The name of the method."""
        return self.name


class MethodPart(TownOwned):
    """A pillar of a method, or a measure below a pillar (``parent``); evidence is linked by lineage (cited by).

    ``is_current`` turns false when a part is taken out; what cited it stays.
    """

    method = TownForeignKey(Method, on_delete=models.PROTECT, related_name="parts")
    parent = TownForeignKey("home.MethodPart", null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    title = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    sort = models.PositiveIntegerField(default=0)
    is_current = models.BooleanField(default=True)

    class Meta:
        """Parts read by method and order."""

        indexes = [models.Index(fields=["town", "method", "sort"], name="home_part_order")]

    def __str__(self) -> str:
        """The heading."""
        return self.title
