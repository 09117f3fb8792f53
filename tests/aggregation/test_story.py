"""150 opinions of an afternoon become 90 issues in 45 taps: 15 are copies that time joins, 45 a person joins."""

from collections import Counter

import pytest

from lianxin.aggregation import upkeep
from lianxin.aggregation.actions import Answer, DecideLikeness
from lianxin.aggregation.models import Likeness
from lianxin.aggregation.selectors import questions
from lianxin.cases.models import Case, Issue, IssueCase, Opinion
from lianxin.core.ids import new_id
from lianxin.journal.verify import verify_town
from lianxin.places.models import PlaceKind
from tests.cases.factories import Town, make_place, start

#: Ten matters in two ways of saying them; nine compounds have each of them: ninety matters.
MATTERS = (
    ("门口的路灯不亮了，晚上出门看不见", "门口的路灯坏了没人修，夜里黑着，出门看不见", "works.lamp"),
    ("电梯老是停，住高层的老人下不了楼", "电梯又停了，我妈妈是老人，下不了楼", "housing.lift"),
    ("垃圾房满了没人清运，苍蝇乱飞", "垃圾房又满了，清运的人不来，苍蝇飞得到处是", "environment.removal"),
    ("健身器材螺丝松了，孩子玩要出事", "那套健身器材的螺丝松得厉害，孩子玩着要出事", "culture.fitness"),
    ("香樟树挡住窗户，白天也要开灯", "窗户给香樟树挡住了，白天屋里要开灯", "environment.green"),
    ("车棚充电口不够，有人飞线充电", "充电口太少，车棚里飞线充电的人不少", "safety.ebike"),
    ("下水道堵了两天，厨房里一直返水", "厨房又返水，下水道堵了两天", "housing.pipes"),
    ("广场舞音响太吵，孩子写不了作业", "晚上广场舞的音响吵得孩子写不了作业", "noise.dance"),
    ("门禁坏了，陌生人随便进单元门", "单元门门禁坏了很久，陌生人随便进", "housing.door"),
    ("地砖松动，下雨天一踩一裤子水", "下雨天地砖松动，踩上去一裤子水", "works.road"),
)
COMPOUNDS = ("梅园", "松涛里", "望江阁", "荷风苑", "石桥新村", "云杉坊", "南薰公寓", "北辰花园", "织机弄")


@pytest.fixture
def afternoon(town: Town) -> dict[int, int]:
    """The opinions, copied row by row from one that was recorded; opinion → its matter."""
    places = [make_place(PlaceKind.COMPOUND, f"S{at}", town.first, name=name) for at, name in enumerate(COMPOUNDS)]
    first = start(town, words="开头")
    said = [
        (matter * 9 + at, f"{place.name}的{words[0]}", place, words[2])
        for matter, words in enumerate(MATTERS)
        for at, place in enumerate(places)
    ]
    again = [
        (number, f"我住{place.name}，{MATTERS[number // 9][1]}", place, code) for number, _w, place, code in said[::2]
    ]
    copies = [said[at] for at in range(1, 90, 6)]
    truth, cases, opinions = {}, [], []
    categories = {code: first.case.category.__class__.objects.get(code=code) for _a, _b, code in MATTERS}
    for at, (number, words, place, code) in enumerate([*said, *again, *copies]):
        case, opinion = Case.objects.get(pk=first.case.pk), Opinion.objects.get(pk=first.opinion.pk)
        case.pk, case.number, case.title = new_id(), f"S-{at:03d}", words[:40]
        case.place, case.place_path, case.category = place, place.path, categories[code]
        opinion.pk, opinion.case_id, opinion.verbatim, opinion.place = new_id(), case.pk, words, place
        opinion.code_digest, opinion.public_token = f"d{at}", f"s{at}"
        cases.append(case)
        opinions.append(opinion)
        truth[case.pk] = number
    Opinion.objects.filter(pk=first.opinion.pk).update(withdrawn_at=opinions[0].recorded_at)
    Case.objects.bulk_create(cases)
    Opinion.objects.bulk_create(opinions)
    return truth


def test_an_afternoon_becomes_ninety_issues_in_forty_five_taps(town: Town, afternoon: dict[int, int]) -> None:
    assert len(afternoon) == 150
    upkeep.read_new()
    upkeep.compare_new()
    assert Likeness.objects.filter(by_machine=True).count() == 15
    taps = 0
    while open_ones := questions.waiting(town.office):
        pair = open_ones[0]
        same = afternoon[pair.earlier_case_id] == afternoon[pair.later_case_id]
        if not same:
            break
        DecideLikeness(actor=town.office, likeness_id=pair.pk, answer=Answer.SAME).execute()
        taps += 1
    matters = Counter(
        case.issue_ref or case.pk for case in Case.objects.filter(pk__in=afternoon) if afternoon[case.pk] >= 0
    )
    assert (taps, len(matters)) == (45, 90)
    together: dict[int, set[int]] = {}
    for case in Case.objects.filter(pk__in=afternoon, issue_ref__isnull=False):
        together.setdefault(case.issue_ref or 0, set()).add(afternoon[case.pk])
    assert all(len(numbers) == 1 for numbers in together.values())
    assert Issue.objects.count() == len(together) == 60
    assert IssueCase.objects.filter(left_at=None).count() == 60
    assert verify_town(town.row).findings == []
