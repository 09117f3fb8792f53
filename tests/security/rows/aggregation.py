"""The aggregation room: the desks answer about matters they see; leaders read what is hot; models are the office's."""

from lianxin.aggregation.models import HotNotice, Likeness, PaperSheet
from lianxin.aggregation.sheets.keeping import DraftRow, sealed_picture, sealed_rows
from lianxin.cases.models import Case, Opinion
from lianxin.core.clock import now, today
from tests.security.matrix import Row
from tests.security.rows.cases_voices import spoken
from tests.security.world import World


def pair_of(world: World, side: str) -> Likeness:
    """A question about two matters of a side."""
    one, other = spoken(world, side), spoken(world, side, "路灯还是坏的")
    Case.objects.filter(pk__in=[one.pk, other.pk]).update(reached_desk=True)
    earlier, later = (Opinion.objects.get(case=case) for case in (one, other))
    return Likeness.objects.create(
        town_id=one.town_id, earlier=earlier, later=later, earlier_case=one, later_case=other, score=0.5, value=0.5,
        where="same", engine="1", made_at=now(),
    )  # fmt: skip


def pair_at(world: World, side: str) -> dict[str, object]:
    """The id of a question."""
    return {"pk": pair_of(world, side).pk}


def answered_at(world: World, side: str) -> dict[str, object]:
    """The id of a question somebody answered."""
    pair = pair_of(world, side)
    Likeness.objects.filter(pk=pair.pk).update(state="different", decided_at=now(), decided_by_label="人大办")
    return {"pk": pair.pk}


def notice_at(world: World, side: str) -> dict[str, object]:
    """The id of something that was made public."""
    with_town = spoken(world, side).town_id
    row = HotNotice.objects.create(
        town_id=with_town, n=HotNotice.objects.count() + 1, title="题", since=today(), until=today(), rows="[]",
        decided_by="会议", decided_on=today(), reference="1号", published_at=now(), published_by_label="人大办",
    )  # fmt: skip
    return {"pk": row.pk}


def sheet_at(world: World, side: str) -> dict[str, object]:
    """The id of somebody else's sheet of paper."""
    row = PaperSheet(
        town_id=spoken(world, side).town_id, owner="nobody", owner_label="别人", spoken_on=today(), waiting=1,
        made_at=now(),
    )  # fmt: skip
    row.picture, row.rows = sealed_picture(b"jpeg", row.pk), sealed_rows([DraftRow(words="路灯坏了")], row.pk)
    row.save(force_insert=True)
    return {"pk": row.pk}


MAKERS = {
    "likeness": pair_at, "answered_likeness": answered_at, "hot_notice": notice_at, "paper_sheet": sheet_at,
}  # fmt: skip

ASKS = """
    200: congress_office congress_chair government_desk
    403: rest
    302: resident
"""
ANSWERS = """
    302: congress_office congress_chair government_desk
    403: rest
    401: resident
"""

READS = """
    200: congress_office congress_chair government_desk leader
    403: rest
    302: resident
"""

OFFICE = """
    200: congress_office congress_chair
    403: rest
    302: resident
"""

POINTS = """
    302: congress_office congress_chair
    302/404: secretary committee
    404: government_desk unit_handler unit_head deputy
    403: rest
    401: resident
"""

FINDS = """
    200: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader deputy
    403: rest
    302: resident
"""

WRITES = """
    200: deputy recorder secretary committee congress_office congress_chair government_desk
    403: rest
    302: resident
"""
ONE_SHEET = """
    200: congress_office congress_chair
    404: deputy recorder secretary committee government_desk
    403: rest
    302: resident
"""
OF_SHEET = """
    302: congress_office congress_chair
    404: deputy recorder secretary committee government_desk
    403: rest
    401: resident
"""

ROWS = [
    Row("aggregation:sheets", "GET", WRITES),
    Row("aggregation:sheets", "POST", data={}, cells="""
        422: deputy recorder secretary committee congress_office congress_chair government_desk
        403: rest
        401: resident
    """),
    Row("aggregation:sheet_blank", "GET", WRITES),
    Row("aggregation:sheet", "GET", ONE_SHEET, made="paper_sheet"),
    Row("aggregation:sheet_photo", "GET", ONE_SHEET, made="paper_sheet"),
    Row("aggregation:sheet_row", "POST", OF_SHEET, made="paper_sheet", kwargs={"n": 0}, data={"leave": "1"}),
    Row("aggregation:sheet_add", "POST", OF_SHEET, made="paper_sheet"),
    Row("aggregation:sheet_erase", "POST", OF_SHEET, made="paper_sheet"),
    Row("aggregation:search", "GET", FINDS),
    Row("aggregation:search", "GET", FINDS, query="?q=%E8%B7%AF%E7%81%AF"),
    Row("aggregation:search", "POST", data={"q": "路灯"}, cells="""
        302: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader deputy
        403: rest
        401: resident
    """),
    Row("aggregation:hot", "GET", READS),
    Row("aggregation:hot", "GET", READS, query="?format=hot"),
    Row("aggregation:hot", "GET", READS, query="?format=voices"),
    Row("aggregation:hot_paper", "GET", READS),
    Row("aggregation:hot_paper", "GET", READS, query="?format=xlsx"),
    Row("aggregation:published", "GET", READS),
    Row("aggregation:published", "GET", READS, query="?format=xlsx"),
    Row("aggregation:publish", "GET", OFFICE),
    Row("aggregation:publish", "POST", data={}, cells="""
        422: congress_office congress_chair
        403: rest
        401: resident
    """),
    Row("aggregation:withdraw_hot", "GET", OFFICE, made="hot_notice"),
    Row("aggregation:withdraw_hot", "POST", made="hot_notice", data={}, cells="""
        422: congress_office congress_chair
        403: rest
        401: resident
    """),
    Row("aggregation:public_hot", "GET", "200: rest"),
    Row("aggregation:take_points", "POST", made="desk_case", data={}, found_first="leader", cells=POINTS),
    Row("aggregation:came_back", "GET", READS),
    Row("aggregation:review", "GET", ASKS),
    Row("aggregation:answers", "GET", ASKS),
    Row("aggregation:answers", "GET", ASKS, query="?format=xlsx"),
    Row("aggregation:review_pair", "GET", ASKS, made="likeness"),
    Row("aggregation:models", "GET", OFFICE),
    *[Row("aggregation:withdraw", "GET", OFFICE, kwargs={"kind": kind}) for kind in ("classes", "pairs")],
    Row("aggregation:withdraw", "POST", kwargs={"kind": "pairs"}, data={}, cells="""
        422: congress_office congress_chair
        403: rest
        401: resident
    """),
    Row("aggregation:answer", "POST", ANSWERS, made="likeness", data={"answer": "different"}),
    Row("aggregation:take_back", "POST", ANSWERS, made="answered_likeness"),
    Row("aggregation:hint", "POST", data={"words": "路灯坏了三天"}, cells="""
        200: deputy recorder secretary committee congress_office congress_chair government_desk
        403: rest
        401: resident
    """),
]  # fmt: skip
