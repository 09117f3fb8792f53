"""Orders, congress steps and ladders at the desk: who sees and does what, the press of each button, few statements."""

import datetime as dt
import io
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.cases.pressing import run
from lianxin.clocks.ladders.steps import steps
from lianxin.clocks.models import CongressStep, SupervisionOrder
from lianxin.clocks.orders.government import SignOrder
from lianxin.core import clock as core_clock
from lianxin.journal.selectors import entries_of
from lianxin.people import roles
from lianxin.records.models import Attachment
from tests.cases.desk import photo_file, signed_in, text_of
from tests.cases.factories import Town, make_case

FRIDAY = dt.date(2026, 12, 4)


@pytest.fixture
def order(town: Town) -> SupervisionOrder:
    """The system's draft about two late cases of the office, on Friday 2026-12-04."""
    for _n in range(2):
        make_case(town, w.CONTACTED)
    core_clock.set_fixed(FRIDAY)
    run.raise_due()
    return SupervisionOrder.objects.get()


def do(client: Client, row: Any, move: str, **typed: Any) -> Any:
    """Press a move's button."""
    kind = "order" if isinstance(row, SupervisionOrder) else "step"
    return client.post(reverse(f"cases:{kind}_do", args=[row.pk, move]), typed)


def test_an_order_goes_its_whole_way_through_the_pages(town: Town, order: SupervisionOrder) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    unit = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    here = reverse("cases:order", args=[order.pk])
    assert unit.get(here).status_code == 404
    assert do(desk, order, "edit", text="请三天内修好电梯", answer_n=2).status_code == 302
    assert do(desk, order, "sign").status_code == 302
    page = text_of(unit.get(here))
    assert "请三天内修好电梯" in page
    assert "回复督办单" in page
    assert do(unit, order, "answer", text="配件今天到货", files=[photo_file()]).status_code == 302
    assert Attachment.objects.filter(owner_kind="supervision_order", owner_id=order.pk).count() == 1
    assert do(desk, order, "send_back", reason="没有写完成日期").status_code == 302
    assert do(unit, order, "answer", text="12 月 8 日前修好").status_code == 302
    assert do(desk, order, "lift", evidence="attachment").status_code == 302
    order.refresh_from_db()
    assert (order.state, order.evidence, order.number) == ("lifted", "attachment", "102-督-2026-001")
    assert "已解除" in text_of(desk.get(here))


def test_steps_are_named_in_the_language_of_the_reader_and_kept_by_their_code(
    town: Town, order: SupervisionOrder
) -> None:
    desk, case = signed_in(roles.GOVERNMENT_DESK), Case.objects.order_by("pk").first()
    do(desk, order, "sign")
    here = reverse("cases:order", args=[order.pk])
    chinese = text_of(desk.get(here))
    log = [row for row in entries_of("case", case.pk) if row["verb"] == "order.sign"]
    assert ("级别", "督办") in log[0]["facts"]
    assert ("督办" in chinese, "Oversee" in chinese) == (True, False)
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for address in (here, reverse("cases:orders"), reverse("cases:ladders")):
        page = text_of(desk.get(address))
        assert ("Oversee" in page, ">督办<" in page, "级别" in page) == (True, False, False), address
    matter = text_of(desk.get(reverse("cases:desk_case", args=[case.number])))
    assert "Oversee" in matter
    assert "Answer (problems, complaints, help): 5 working days" in matter
    assert ("which is day 0" in matter, "为第0日" in matter) == (True, False)


def test_a_draft_of_an_order_or_a_step_stands_in_no_timeline_of_those_who_may_not_open_it(
    town: Town, order: SupervisionOrder
) -> None:
    case = Case.objects.order_by("pk").first()
    desk, unit = signed_in(roles.GOVERNMENT_DESK), signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    here = reverse("cases:desk_case", args=[case.number])
    assert ("拟督办单" in text_of(desk.get(here)), "拟督办单" in text_of(unit.get(here))) == (True, False)
    assert "人大监督：拟监督措施" in text_of(signed_in(roles.CONGRESS_OFFICE).get(here))
    assert "人大监督" not in text_of(unit.get(here))
    do(desk, order, "sign")
    assert "督办单：签发" in text_of(unit.get(here))


def test_lifting_without_evidence_is_refused_at_the_field(town: Town, order: SupervisionOrder) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    unit = signed_in(roles.UNIT_HEAD, unit=town.office_unit)
    do(desk, order, "sign")
    do(unit, order, "answer", text="在办")
    for typed in (
        {"evidence": "attachment"},
        {"evidence": "reply"},
        {"evidence": "statement", "statement": "修好了"},
        {"evidence": "statement", "witness": "青枫居民区书记"},
    ):
        answer = do(desk, order, "lift", **typed)
        assert answer.status_code == 422
        assert "解除要有凭据" in text_of(answer)
    order.refresh_from_db()
    assert (
        do(desk, order, "lift", evidence="statement", statement="好了", witness=order.answered_by_label).status_code
        == 422
    )
    typed = {"evidence": "statement", "statement": "我去看过，修好了", "witness": "青枫居民区书记"}
    assert do(desk, order, "lift", **typed).status_code == 302


def test_a_reply_signed_since_lifts_an_order(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    core_clock.set_fixed(FRIDAY)
    run.raise_due()
    order = SignOrder(actor=town.desk, pk=SupervisionOrder.objects.get().pk).execute()
    core_clock.set_fixed(dt.date(2026, 12, 7))
    walk.drafted().signed()
    desk, unit = signed_in(roles.GOVERNMENT_DESK), signed_in(roles.UNIT_HEAD, unit=town.office_unit)
    do(unit, order, "answer", text="已答复居民")
    assert do(desk, order, "lift", evidence="reply").status_code == 302


def test_only_the_parties_press_the_buttons(town: Town, order: SupervisionOrder) -> None:
    leader = signed_in(roles.LEADER)
    assert do(leader, order, "sign").status_code == 403
    assert do(signed_in(roles.UNIT_HEAD, unit=town.office_unit), order, "answer", text="x").status_code == 404
    assert do(signed_in(roles.CONGRESS_OFFICE), order, "sign").status_code == 403
    do(signed_in(roles.GOVERNMENT_DESK), order, "sign")
    assert do(signed_in(roles.UNIT_HEAD, unit=town.police_unit), order, "answer", text="x").status_code == 404
    assert do(signed_in(roles.UNIT_HEAD, unit=town.office_unit), order, "lift", evidence="reply").status_code == 403
    assert do(leader, order, "withdraw", reason="x").status_code == 403


def test_a_leader_signs_what_a_leader_takes_on(town: Town) -> None:
    make_case(town, w.CONTACTED)
    core_clock.set_fixed(dt.date(2026, 12, 8))
    run.raise_due()
    leader, desk = signed_in(roles.LEADER), signed_in(roles.GOVERNMENT_DESK)
    taken = SupervisionOrder.objects.get(step="leader")
    refused = do(desk, taken, "sign")
    assert refused.status_code == 422
    assert "哪位领导" in text_of(refused)
    assert do(leader, taken, "sign", leader_label="副镇长 某某").status_code == 302
    taken.refresh_from_db()
    assert (taken.issuer_role, taken.leader_label) == (roles.LEADER, "副镇长 某某")


def test_a_second_press_and_an_overtaken_form_change_nothing(town: Town, order: SupervisionOrder) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    form = desk.get(reverse("cases:order_do", args=[order.pk, "sign"])).context["form"]
    typed = {"expected_version": form.initial["expected_version"], "once": form["once"].value() or ""}
    assert do(desk, order, "sign", **typed).status_code == 302
    assert do(desk, order, "sign").status_code == 409
    unit = signed_in(roles.UNIT_HEAD, unit=town.office_unit)
    assert do(unit, order, "answer", text="好", expected_version=1).status_code == 409


def test_the_congress_starts_a_step_towards_the_government_as_a_whole(town: Town, order: SupervisionOrder) -> None:
    office, desk = signed_in(roles.CONGRESS_OFFICE), signed_in(roles.GOVERNMENT_DESK)
    step = CongressStep.objects.get()
    here = reverse("cases:step", args=[step.pk])
    assert desk.get(here).status_code == 404
    assert do(office, step, "start").status_code == 302
    page = text_of(desk.get(here))
    assert "镇人民政府" in page
    assert "镇政府回复" in page
    assert signed_in(roles.UNIT_HEAD, unit=town.office_unit).get(here).status_code == 403
    assert do(office, step, "report", text="x").status_code == 403
    assert do(desk, step, "report", text="已督促城建办，下周修好").status_code == 302
    assert do(office, step, "conclude", text="已向代表反馈").status_code == 302
    step.refresh_from_db()
    assert (step.state, step.number) == ("concluded", "102-监-2026-001")


def test_an_inspection_names_who_of_the_presidium_decided_and_its_day(town: Town) -> None:
    case = make_case(town, w.CONTACTED).case
    office = signed_in(roles.CONGRESS_OFFICE)
    assert office.post(reverse("cases:step_new", args=[case.number]), {"step": "inspection"}).status_code == 302
    step = CongressStep.objects.get()
    assert do(office, step, "start").status_code == 422
    typed = {"decided_by": "人大主席", "decided_on": "2026-11-24"}
    assert do(office, step, "start", **typed).status_code == 302
    assert do(office, step, "conclude", text="看了现场").status_code == 422
    assert do(office, step, "conclude", text="看了现场", held_on="2026-11-24").status_code == 302


def test_the_desk_drafts_by_hand_and_the_congress_cannot(town: Town) -> None:
    case = make_case(town, w.CONTACTED).case
    address = reverse("cases:order_new", args=[case.number])
    assert signed_in(roles.CONGRESS_OFFICE).post(address, {"step": "oversee"}).status_code == 403
    assert signed_in(roles.GOVERNMENT_DESK).post(address, {"step": "oversee", "text": "请办"}).status_code == 302
    assert SupervisionOrder.objects.get().demand == "请办"


def test_each_body_sets_its_own_ladder_on_the_page(town: Town) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    page = text_of(desk.get(reverse("cases:ladders")))
    assert "提醒 → 催办 → 督办 → 领导包案" in page
    assert "待核" in page
    address = reverse("cases:ladder_step", args=["government", "oversee"])
    typed = {"after_n": 4, "answer_n": 3, "demand": "请办", "enabled": "on", "source": "镇长办公会"}
    assert desk.post(address, typed).status_code == 302
    assert next(row.after_n for row in steps() if row.code == "oversee") == 4
    other = reverse("cases:ladder_step", args=["congress", "reflect"])
    assert desk.get(other).status_code == 403
    assert desk.post(other, typed).status_code == 403
    assert desk.get(reverse("cases:ladder_step", args=["congress", "inspection"])).status_code == 403
    office = signed_in(roles.CONGRESS_OFFICE)
    by_hand = reverse("cases:ladder_step", args=["congress", "inspection"])
    assert office.post(by_hand, {"demand": "看现场", "source": "主席团会议"}).status_code == 302


def test_the_sheets_print_with_the_columns_of_the_notes(town: Town, order: SupervisionOrder) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    draft = text_of(desk.get(reverse("cases:order_print", args=[order.pk])))
    assert "（稿，未签发）" in draft
    do(desk, order, "sign")
    page = text_of(desk.get(reverse("cases:order_print", args=[order.pk])))
    for column in ("级别", "对象", "事项", "已逾期", "要求", "回复期限", "回复"):
        assert column in page
    case = make_case(town, w.CONTACTED).case
    assert "催办单" in text_of(desk.get(reverse("cases:urge_print", args=[case.number])))
    step = CongressStep.objects.get()
    office = signed_in(roles.CONGRESS_OFFICE)
    assert "反映并督促办理" in text_of(office.get(reverse("cases:step_print", args=[step.pk])))


def test_an_order_leaves_as_excel_word_and_pdf_and_a_draft_says_so(town: Town, order: SupervisionOrder) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    here = reverse("cases:order_print", args=[order.pk])
    assert "format=pdf" in text_of(desk.get(reverse("cases:order", args=[order.pk])))
    draft = PdfReader(io.BytesIO(desk.get(here, {"format": "pdf"}).content)).pages[0].extract_text()
    assert "稿，未签发" in draft
    do(desk, order, "sign")
    order.refresh_from_db()
    for kind in ("xlsx", "docx", "pdf"):
        answer = desk.get(here, {"format": kind})
        assert order.number in unquote(answer.headers["Content-Disposition"])
    signed = PdfReader(io.BytesIO(desk.get(here, {"format": "pdf"}).content)).pages[0].extract_text()
    assert order.number in signed
    assert "102-2026-00002" in signed, "every matter of the order"


def test_the_case_page_tells_the_steps_and_leads_to_the_order(town: Town, order: SupervisionOrder) -> None:
    desk = signed_in(roles.GOVERNMENT_DESK)
    do(desk, order, "sign")
    number = order.matters.count() and make_case(town, w.CONTACTED).case.number
    from_order = text_of(desk.get(reverse("cases:order", args=[order.pk])))
    late = next(part for part in from_order.split('"') if part.startswith("/desk/cases/102-"))
    page = text_of(desk.get(late))
    assert "催办（系统）" in page
    assert reverse("cases:order", args=[order.pk]) in page
    assert "拟督办单" in text_of(desk.get(reverse("cases:desk_case", args=[number])))


def statements(client: Client, address: str) -> int:
    """How many statements a warm request costs."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_lists_cost_at_most_six_statements_for_twenty_rows_and_for_a_hundred(
    town: Town, order: SupervisionOrder
) -> None:
    desk, office = signed_in(roles.GOVERNMENT_DESK), signed_in(roles.CONGRESS_OFFICE)
    costs = []
    for rows in (20, 100):
        SupervisionOrder.objects.bulk_create(
            SupervisionOrder(
                step="oversee", unit=town.office_unit, verb="assign", title=f"更多 {n}", demand="请办", answer_n=3,
                drafted_at=core_clock.now(), drafted_by_label="系统", town_id=town.row.pk,
            )
            for n in range(rows - SupervisionOrder.objects.count())
        )  # fmt: skip
        costs.append([statements(desk, reverse("cases:orders")), statements(office, reverse("cases:steps"))])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 6, costs
    assert statements(desk, reverse("cases:order", args=[order.pk])) <= 12
