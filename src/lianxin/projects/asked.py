"""What residents answered as prepared rows: figures per building and neighbourhood; the advisory vote, analysed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q

from lianxin.core.clock import today
from lianxin.projects import shares
from lianxin.projects.models import Answers, Consultation, HouseCode, Way, Wish, WishItem, WishPaper
from lianxin.projects.selectors import Row, yuan
from lianxin.ui.dates import zh_date

#: Below so many answers a building is not shown by itself: it is added to its neighbourhood only.
FEWEST = 5


def consultation_rows() -> list[Row]:
    """All consultations, the newest first; one statement."""
    return [_head(one) for one in Consultation.objects.order_by("-opens_on", "-id")[:100]]


def _head(one: Consultation) -> Row:
    return {
        "pk": one.pk, "title": one.title, "question": one.question, "code": one.code,
        "days": f"{zh_date(one.opens_on)}—{zh_date(one.closes_on)}",
        "is_open": one.opens_on <= today() <= one.closes_on, "choices": one.choices.splitlines(),
    }  # fmt: skip


def figures(one: Consultation) -> Row:
    """Answers in all, by neighbourhood, and by building where there are enough; one statement."""
    rows = list(Answers.objects.filter(consultation=one, n__gt=0).select_related("place").order_by("place__sort", "id"))
    head = _head(one)
    size = len(head["choices"])
    total, web = [0] * size, 0
    homes: dict[str, list[int]] = {}
    buildings: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        total[row.choice] += row.n
        web += row.n if row.way == Way.WEB else 0
        homes.setdefault(row.place.label, [0] * size)[row.choice] += row.n
        if row.building:
            buildings.setdefault((row.place.label, row.building), [0] * size)[row.choice] += row.n
    return {
        **head, "n": sum(total), "web": web, "paper": sum(total) - web,
        "total": [{"label": word, "n": n} for word, n in zip(head["choices"], total, strict=True)],
        "homes": [_named(head, name, counts) for name, counts in homes.items()],
        "buildings": [
            _named(head, f"{home} {name}", counts)
            for (home, name), counts in buildings.items() if sum(counts) >= FEWEST
        ],
        "few": sum(sum(counts) < FEWEST for counts in buildings.values()), "fewest": FEWEST,
    }  # fmt: skip


def _named(head: Row, name: str, counts: list[int]) -> Row:
    """A row of numbers, each with the choice it counts."""
    return {"name": name, "counts": list(zip(counts, head["choices"], strict=True)), "n": sum(counts)}


def wish_items(wish: Wish) -> list[Row]:
    """What can be chosen; one statement."""
    rows = WishItem.objects.filter(wish=wish).select_related("project").order_by("number")
    return [
        {"number": one.number, "name": one.project.name, "content": one.project.content, "cost": yuan(one.cost),
         "amount": one.cost}
        for one in rows
    ]  # fmt: skip


def wish_head(wish: Wish) -> Row:
    """A vote in one line."""
    return {
        "pk": wish.pk, "name": wish.season.name, "budget": yuan(wish.budget), "season": wish.season,
        "days": f"{zh_date(wish.opens_on)}—{zh_date(wish.closes_on)}",
        "is_open": wish.opens_on <= today() <= wish.closes_on, "is_over": today() > wish.closes_on,
    }  # fmt: skip


def _poll(wish: Wish, items: list[Row], papers: list[WishPaper]) -> tuple[shares.Poll, list[str]]:
    """The papers as ballots with their neighbourhoods."""
    costs = {str(one["number"]): one["amount"] for one in items}
    ballots = [frozenset(one.picks.split(",")) for one in papers]
    return shares.Poll(wish.budget, costs, ballots, [one.n for one in papers]), [one.place.label for one in papers]


def ranking(wish: Wish) -> Row:
    """得票排序: what everybody may see once it is over; two statements."""
    items = wish_items(wish)
    papers = list(WishPaper.objects.filter(wish=wish).select_related("place").order_by("place__sort", "picks"))
    poll, groups = _poll(wish, items, papers)
    votes, bought = poll.votes, shares.by_votes(poll)
    rows = [{**one, "votes": votes[str(one["number"])], "fits": str(one["number"]) in bought.names} for one in items]
    rows.sort(key=lambda row: (-row["votes"], row["number"]))
    return {"rows": rows, "n": poll.size, "spent": yuan(bought.spent), "poll": poll, "groups": groups,
            "bought": bought}  # fmt: skip


def analysis(wish: Wish) -> Row:
    """The ranking beside equal shares with completion: coverage, where they differ; three statements."""
    found = ranking(wish)
    poll, groups, public = found["poll"], found["groups"], found["bought"]
    # Shares are raised in steps of a two-hundredth of each ballot's part, so that a page need not wait.
    step = max(1, wish.budget // max(1, poll.size) // 200)
    equal = shares.completed(poll, step=step)
    names = {str(row["number"]): row["name"] for row in found["rows"]}
    here, there = shares.coverage(poll, groups, public.names), shares.coverage(poll, groups, equal.names)
    return {
        **found, "equal": [names[one] for one in equal.names], "equal_spent": yuan(equal.spent),
        "completed": [names[one] for one in equal.completed], "tied": equal.tied or public.tied,
        "public": [names[one] for one in public.names],
        "differs": [
            {"name": names[one.name], "votes": one.votes, "cost": yuan(one.cost), "groups": one.groups,
             "by_votes": one.only == "votes"}
            for one in shares.differences(poll, groups, public, equal)
        ],
        "coverage": [
            {"name": group, "n": row.ballots, "votes": row.covered, "equal": there[group].covered}
            for group, row in here.items()
        ],
        "codes": _codes(wish),
    }  # fmt: skip


def _codes(wish: Wish) -> list[Row]:
    """How many codes were printed and used by neighbourhood; one statement."""
    used = Count("id", filter=Q(used=True))
    rows = HouseCode.objects.filter(wish=wish).values("place__name", "place__sort").annotate(n=Count("id"), used=used)
    return [{"name": row["place__name"], "n": row["n"], "used": row["used"]} for row in rows.order_by("place__sort")]


def wishes_of(season: Any) -> list[Row]:
    """The advisory votes of a season; one statement."""
    return [wish_head(one) for one in Wish.objects.filter(season=season).select_related("season").order_by("id")]


def over() -> list[Row]:
    """Advisory votes for everybody, the newest first; one statement."""
    return [wish_head(one) for one in Wish.objects.select_related("season").order_by("-id")[:5]]


def summed(found: Mapping[str, Any]) -> str:
    """How many answers, and by which way."""
    return f"{found['n']}（{found['web']} / {found['paper']}）"
