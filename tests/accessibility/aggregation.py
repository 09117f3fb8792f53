"""What the pages of the aggregation room need: a question about two matters, and answers that were given."""

from collections.abc import Mapping
from typing import Any

from lianxin.aggregation import upkeep
from lianxin.aggregation.actions import Answer, DecideLikeness
from lianxin.aggregation.models import Likeness
from tests.cases.small_town import Town
from tests.cases.walk import start

SAID = (
    ("青枫一村1号楼门口的垃圾桶夜里总是满出来，味道很大", "environment.removal"),
    ("1号楼门口垃圾桶又满了，味道飘到二楼，能不能多收一次", "environment.removal"),
    ("河边的健身器材坏了两件，螺丝都松了，孩子差点夹到手", "culture.fitness"),
    ("健身器材坏了没人修，河边那两件螺丝松了", "culture.fitness"),
)


def aggregation(town: Town) -> dict[str, Mapping[str, Any]]:
    """The id of an open question."""
    walks = [start(town, words=words, category=category) for words, category in SAID]
    upkeep.read_new()
    upkeep.compare_new()
    mine = Likeness.objects.filter(later_case=walks[3].case, earlier_case=walks[2].case).get()
    DecideLikeness(actor=town.office, likeness_id=mine.pk, answer=Answer.SAME).execute()
    return {"likeness": {"pk": Likeness.objects.get(earlier_case=walks[0].case, later_case=walks[1].case).pk}}
