"""What the pages of the aggregation room need: a question about two matters, and answers that were given."""

import json
from collections.abc import Mapping
from typing import Any

from lianxin.aggregation import upkeep
from lianxin.aggregation.actions import Answer, DecideLikeness
from lianxin.aggregation.models import HotNotice, Likeness, PaperSheet
from lianxin.aggregation.sheets.keeping import DraftRow, sealed_picture, sealed_rows
from lianxin.core.clock import now, today
from tests.cases.desk import photo_file
from tests.cases.small_town import Town
from tests.cases.walk import start

SAID = (
    ("青枫一村1号楼门口的垃圾桶夜里总是满出来，味道很大", "environment.removal"),
    ("1号楼门口垃圾桶又满了，味道飘到二楼，能不能多收一次", "environment.removal"),
    ("河边的健身器材坏了两件，螺丝都松了，孩子差点夹到手", "culture.fitness"),
    ("健身器材坏了没人修，河边那两件螺丝松了", "culture.fitness"),
)


def notice() -> HotNotice:
    """Something that was made public."""
    row = {"issue": "1", "name": "垃圾清运", "people": 7, "places": ["青枫"], "others": 1, "unit": "城建办"}
    rows = [{**row, "state": "已交办"}]
    return HotNotice.objects.create(
        n=1, title="居民反映较多的问题", since=today(), until=today(), rows=json.dumps(rows), decided_by="主席团会议",
        decided_on=today(), reference="纪要9号", published_at=now(), published_by_label="人大办",
    )  # fmt: skip


def aggregation(town: Town) -> dict[str, Mapping[str, Any]]:
    """The ids of an open question, of a sheet of paper, of something that was made public."""
    walks = [start(town, words=words, category=category) for words, category in SAID]
    upkeep.read_new()
    upkeep.compare_new()
    mine = Likeness.objects.filter(later_case=walks[3].case, earlier_case=walks[2].case).get()
    DecideLikeness(actor=town.office, likeness_id=mine.pk, answer=Answer.SAME).execute()
    published = notice()
    row = PaperSheet(owner="x", owner_label="人大办", spoken_on=today(), waiting=1, made_at=now(), by_machine=True)
    row.picture = sealed_picture(photo_file().read(), row.pk)
    row.rows = sealed_rows([DraftRow("王小明", "", "河边", "健身器材坏了", ("words",))], row.pk)
    row.save(force_insert=True)
    made = {"paper_sheet": {"pk": row.pk}, "hot_notice": {"pk": published.pk}}
    return made | {"likeness": {"pk": Likeness.objects.get(earlier_case=walks[0].case, later_case=walks[1].case).pk}}
