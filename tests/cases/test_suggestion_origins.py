"""A suggestion begins from what residents said: linked, never copied; each reads only of what it may open."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases.issues.actions import MergeCases
from lianxin.cases.models import Case, Suggestion
from lianxin.cases.suggestions import origins
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions import BY_MOVE
from lianxin.deputies.models import Deputy, Level, Mandate, Term
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.upkeep import deliver
from lianxin.messages.addressing import to_deputy
from lianxin.messages.models import Notice
from lianxin.people import roles
from lianxin.records.models import LineageLink, Relation
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, make_case
from tests.cases.suggesting import TEXT, do, sit, walk
from tests.people.factories import make_person

SAID = "二号楼的路灯坏了三个月，老人晚上不敢下楼"


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


def brought(town: Town, *deputies: int, words: str = SAID, **more: object) -> Case:
    """A matter at which these deputies were present."""
    return make_case(town, "contacted", words=words, deputy_ids=deputies, **more).case


def linked(row: Suggestion) -> set[int]:
    """The matters a suggestion comes from."""
    rows = LineageLink.objects.filter(to_kind="suggestion", to_id=row.pk, relation=Relation.BECAME)
    return set(rows.values_list("from_id", flat=True))


def browser_of(deputy: Deputy) -> Client:
    """A browser of a deputy."""
    deputy.account = make_person(roles.DEPUTY)
    deputy.save(update_fields=["account"])
    client = Client()
    client.force_login(deputy.account)
    return client


def test_a_deputy_begins_from_a_matter_it_brought_and_no_word_is_copied(town: Town, mandates: Term) -> None:
    case = brought(town, town.deputy.pk)
    deputy = browser_of(town.deputy)
    address = f"{reverse('cases:suggestion_new')}?case={case.number}"
    assert address in text_of(deputy.get(reverse("cases:deputy_case", args=[case.number])))
    form = deputy.get(address)
    assert case.title in form.context["form"].initial["title"]
    assert set(form.context["form"].initial) == {"title", "wish"}, "words are the deputy's own"
    posted = {**{key: value for key, value in TEXT.items() if isinstance(value, str)}, "wish": "face"}
    assert deputy.post(address, posted).status_code == 302
    row = Suggestion.objects.get()
    assert linked(row) == {case.pk}
    shown = text_of(deputy.get(reverse("cases:own_suggestion", args=[row.pk])))
    assert "由哪些事而来" in shown
    assert case.number in shown


def test_the_matters_of_an_issue_come_along_where_the_deputy_was_present(town: Town, mandates: Term) -> None:
    first, second = brought(town, town.deputy.pk), brought(town, town.deputy.pk)
    foreign = brought(town, town.other_deputy.pk)
    MergeCases(
        actor=town.desk, lead_id=first.pk, case_ids=[second.pk, foreign.pk], title="路灯", reason="同一处"
    ).execute()
    deputy = browser_of(town.deputy)
    address = f"{reverse('cases:suggestion_new')}?case={first.number}"
    assert "2 件" in text_of(deputy.get(address))
    assert deputy.post(address, {"title": "关于路灯的建议", "wish": "face"}).status_code == 302
    assert linked(Suggestion.objects.get()) == {first.pk, second.pk}


def test_a_matter_the_deputy_did_not_bring_is_never_linked(town: Town, mandates: Term) -> None:
    foreign = brought(town, town.other_deputy.pk)
    row = BY_MOVE["draft"](actor=town.deputy_actor, origins=[foreign.pk], **TEXT).execute()  # type: ignore[call-arg]
    assert linked(row) == set()
    assert "由“" not in text_of(browser_of(town.deputy).get(f"{reverse('cases:suggestion_new')}?case={foreign.number}"))


def test_the_office_begins_a_draft_for_a_deputy_who_hears_it_and_writes_it(town: Town, mandates: Term) -> None:
    case = brought(town, town.deputy.pk)
    office = signed_in(roles.CONGRESS_OFFICE)
    address = f"{reverse('cases:suggestion_propose')}?case={case.number}"
    assert address in text_of(office.get(reverse("cases:desk_case", args=[case.number]))).replace("&amp;", "&")
    choices = [label for _pk, label in office.get(address).context["form"].fields["deputy"].choices]
    assert choices[1] == town.deputy.label, "who was present stands first"
    answer = office.post(address, {"deputy": town.deputy.pk, "title": "关于路灯的建议"})
    assert answer["Location"] == reverse("cases:desk_case", args=[case.number])
    row = Suggestion.objects.get()
    assert (row.deputy_id, row.state, row.facts) == (town.deputy.pk, w.DRAFT, "")
    assert linked(row) == {case.pk}
    deliver(town.row)
    notice = Notice.objects.get(verb="suggestion.propose")
    assert (notice.address, notice.link) == (to_deputy(town.deputy.pk), f"deputy/suggestions/{row.pk}/")
    assert office.get(reverse("cases:suggestion", args=[row.pk])).status_code in {403, 404}, "a draft is the deputy's"
    row = do(town, row, "edit", "deputy", **TEXT)
    assert walk(town, "accept", row).state == w.ACCEPTED


def test_only_the_office_begins_for_others_and_only_for_a_town_deputy(town: Town, mandates: Term) -> None:
    case = brought(town, town.deputy.pk)
    with pytest.raises(NotAllowed):
        BY_MOVE["propose"](actor=town.desk, deputy=town.deputy.pk, title="路灯", origins=[case.pk]).execute()  # type: ignore[call-arg]
    Mandate.objects.filter(deputy=town.deputy).update(level=Level.CITY)
    for deputy in (town.deputy.pk, 0):
        with pytest.raises(Invalid) as refused:
            BY_MOVE["propose"](actor=town.office, deputy=deputy, title="路灯").execute()  # type: ignore[call-arg]
        assert refused.value.problems[0].field == "deputy"


def test_a_sealed_matter_is_the_beginning_of_nothing(town: Town, mandates: Term) -> None:
    case = brought(town, town.deputy.pk)
    Case.objects.filter(pk=case.pk).update(sealed=True)
    row = BY_MOVE["draft"](actor=town.deputy_actor, origins=[case.pk], **TEXT).execute()  # type: ignore[call-arg]
    assert linked(row) == set()
    address = f"{reverse('cases:suggestion_propose')}?case={case.number}"
    assert signed_in(roles.CONGRESS_OFFICE).get(address).status_code == 404


def test_a_co_signer_reads_how_many_more_there_are_and_a_unit_nothing(town: Town, mandates: Term) -> None:
    case = brought(town, town.deputy.pk)
    row = BY_MOVE["draft"](actor=town.deputy_actor, origins=[case.pk], **TEXT).execute()  # type: ignore[call-arg]
    row = do(town, row, "invite", "deputy", deputies=[town.other_deputy.pk])
    found = origins.of_suggestion(town.other_deputy_actor, row.pk)
    assert (found.labels, found.others) == ((), 1)
    row = walk(town, "take", do(town, row, "agree", "other"))
    unit = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    assert case.number not in text_of(unit.get(reverse("cases:suggestion", args=[row.pk])))
    assert case.number in text_of(signed_in(roles.CONGRESS_OFFICE).get(reverse("cases:suggestion", args=[row.pk])))


def test_the_page_of_an_issue_leads_the_office_to_a_draft_and_nobody_else(town: Town, mandates: Term) -> None:
    first, second = brought(town, town.deputy.pk), brought(town, town.deputy.pk)
    issue = MergeCases(actor=town.desk, lead_id=first.pk, case_ids=[second.pk], title="路灯", reason="同一处").execute()
    address = f"{reverse('cases:suggestion_propose')}?case={first.number}"
    page = reverse("cases:desk_issue", args=[issue.number])
    office = signed_in(roles.CONGRESS_OFFICE)
    assert address in text_of(office.get(page))
    assert address not in text_of(signed_in(roles.GOVERNMENT_DESK).get(page))
    assert office.post(address, {"deputy": town.deputy.pk, "title": "路灯"}).status_code == 302
    assert linked(Suggestion.objects.get()) == {first.pk, second.pk}
