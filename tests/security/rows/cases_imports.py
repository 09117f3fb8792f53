"""The import pages: the congress office and the government desk, each its own imports."""

from lianxin.cases.models import ImportBatch, Track
from lianxin.core.clock import now
from tests.security.matrix import Row
from tests.security.world import World


def batch_at(world: World, side: str) -> dict[str, object]:
    """An import the congress office made in the town of the side, done long ago, its file gone."""
    batch = ImportBatch.objects.create(
        file_name="表.csv", file_digest="0" * 64, state="done", rows_total=1, rows_made=1, made_at=now(),
        made_by_label="人大办甲", track=Track.RESIDENT,
    )  # fmt: skip
    return {"batch": batch.pk}


MAKERS = {"import": batch_at}

ROWS = [
    Row("cases:imports", "GET", """
        200: congress_office congress_chair government_desk
        403: rest
        302: resident
    """),
    Row("cases:imports", "POST", """
        422: congress_office congress_chair government_desk
        403: rest
        401: resident
    """),
    Row("cases:import_template", "GET", """
        200: congress_office congress_chair government_desk
        403: rest
        302: resident
    """),
    Row("cases:import", "GET", made="import", cells="""
        200: congress_office congress_chair
        404: government_desk
        403: rest
        302: resident
    """),
    Row("cases:import", "POST", made="import", data={"do": "stop"}, cells="""
        302: congress_office congress_chair
        404: government_desk
        403: rest
        401: resident
    """),
    Row("cases:import_undo", "GET", made="import", cells="""
        200: congress_office congress_chair
        404: government_desk
        403: rest
        302: resident
    """),
    Row("cases:import_undo", "POST", made="import", cells="""
        302: congress_office congress_chair
        404: government_desk
        403: rest
        401: resident
    """),
    Row("cases:import_refused", "GET", made="import", cells="""
        302: congress_office congress_chair
        404: government_desk
        403: rest
        302: resident
    """),
]  # fmt: skip
