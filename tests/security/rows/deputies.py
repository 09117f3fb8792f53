"""The register of deputies: read by the office and the chair, kept by the office alone."""

from lianxin.deputies.models import Constituency, Deputy, Level, Mandate, Term
from tests.deputies.factories import TERM_BEGINS
from tests.security.matrix import Row
from tests.security.world import World


def term_at(world: World, side: str) -> dict[str, object]:
    """A term."""
    return {"pk": Term.objects.create(code=f"S-{side}", level=Level.TOWN, name="第五届", starts_on=TERM_BEGINS).pk}


def mandate_at(world: World, side: str) -> dict[str, object]:
    """A mandate of a town deputy."""
    seat = Constituency.objects.create(code=f"S-{side}", level=Level.TOWN, name="第一选区")
    deputy = Deputy.objects.create(code=f"S-{side}", label="代表", display_name="代表")
    term = Term.objects.get(pk=term_at(world, f"m-{side}")["pk"])
    made = Mandate.objects.create(deputy=deputy, level=Level.TOWN, term=term, constituency=seat, starts_on=TERM_BEGINS)
    return {"pk": made.pk}


def deputy_at(world: World, side: str) -> dict[str, object]:
    """A deputy without a mandate."""
    return {"pk": Deputy.objects.create(code=f"D-{side}", label="代表", display_name="代表").pk}


MAKERS = {"register_term": term_at, "register_mandate": mandate_at, "register_deputy": deputy_at}

READ = "200: congress_office congress_chair\n403: rest\n302: resident"
KEEP = "200: congress_office\n403: rest\n302: resident"
SEND = "422: congress_office\n403: rest\n401: resident"

ROWS = [
    Row("deputies:register", "GET", READ),
    Row("deputies:register", "GET", READ, query="?format=csv"),
    Row("deputies:terms", "GET", READ),
    Row("deputies:deputy", "GET", READ, made="register_deputy"),
    Row("deputies:new", "GET", KEEP),
    Row("deputies:new", "POST", SEND),
    Row("deputies:new_term", "GET", KEEP),
    Row("deputies:new_term", "POST", SEND),
    *(
        row
        for name, made in (
            ("end_term", "register_term"),
            ("begin_mandate", "register_deputy"),
            ("change_mandate", "register_mandate"),
            ("end_mandate", "register_mandate"),
        )
        for row in (Row(f"deputies:{name}", "GET", KEEP, made=made), Row(f"deputies:{name}", "POST", SEND, made=made))
    ),
    Row("deputies:contacts", "GET", KEEP, made="register_deputy"),
    Row("deputies:contacts", "POST", "302: congress_office\n403: rest\n401: resident", made="register_deputy"),
]
