"""Every page a person can open, once a role that sees it differently: add a line for each new page.

`test_pages.py` opens each of them in a browser and fails for an address that is neither here nor in `NO_PAGE`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lianxin.people import roles
from lianxin.ui.styleguide import CHAPTERS

#: Nobody has signed in.
RESIDENT: Final = ""


@dataclass(frozen=True)
class Row:
    """An address by its name, opened by a role; ``made`` names what `town.py` made and its address needs."""

    url: str
    role: str = RESIDENT
    made: str = ""
    query: str = ""
    status: int = 200
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How it is called in a failure."""
        return f"{self.url}{self.query} {self.made or dict(self.kwargs) or ''} ({self.role or 'resident'})"


def _for(role: str, *urls: str, made: str = "") -> tuple[Row, ...]:
    return tuple(Row(url, role, made) for url in urls)


PAGES: Final[tuple[Row, ...]] = (
    # residents
    Row("front"),
    Row("neighbourhoods"),
    *_for(RESIDENT, "cases:speak", "cases:follow", "people:sign_in"),
    Row("cases:follow", query="?code=none"),
    *_for(RESIDENT, "cases:status", "cases:verdict", made="told"),
    *_for(RESIDENT, "cases:status", "cases:reopen", made="closed"),
    *_for(
        RESIDENT, "cases:status", "cases:receipt", "cases:slip", "cases:add", "cases:withdraw", "cases:contact",
        "cases:delete_contact", "cases:consent", "cases:photos", made="opinion",
    ),
    *(Row("ui:about", kwargs={"topic": topic}) for topic in ("accessibility", "privacy", "no-formalism", "feedback")),
    Row("ui:styleguide"),
    *(Row("ui:styleguide_chapter", kwargs={"chapter": chapter}) for chapter in CHAPTERS),
    Row("ui:about", kwargs={"topic": "nothing"}, status=404),
    Row("people:open_link", made="link"),
    Row("field:find_slip"),
    Row("field:slip", made="slip"),
    # the desk, one home a role
    *(Row("desk", role) for role in (
        roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.UNIT_HANDLER, roles.UNIT_HEAD,
        roles.SECRETARY, roles.LEADER,
    )),
    Row("cases:desk_cases", roles.GOVERNMENT_DESK, query="?list=open"),
    Row("cases:desk_cases", roles.CONGRESS_OFFICE, query="?list=to_hand_over"),
    *(Row("cases:desk_case", roles.CONGRESS_OFFICE, made=made) for made in ("case", "told_case", "closed_case")),
    Row("cases:desk_case", roles.UNIT_HANDLER, made="held_case"),
    Row("cases:desk_hints", roles.CONGRESS_OFFICE, made="case"),
    Row("cases:desk_print", roles.CONGRESS_OFFICE, made="case"),
    Row("cases:paper", roles.UNIT_HANDLER, made="held_paper"),
    Row("cases:paper", roles.SECRETARY, made="told_notice"),
    Row("cases:paper", roles.CONGRESS_OFFICE, made="told_reply"),
    Row("cases:paper", roles.CONGRESS_OFFICE, made="told_survey"),
    *_for(roles.CONGRESS_OFFICE, "cases:ledger", "cases:promise_ledger", "cases:feedback"),
    Row("cases:feedback", roles.SECRETARY, query="?place=N01"),
    *_for(roles.GOVERNMENT_DESK, "cases:handling_report"),
    Row("cases:handling_report", roles.CONGRESS_OFFICE, query="?first=2026-01-01&last=2026-12-31"),
    *_for(roles.GOVERNMENT_DESK, "cases:transfer_paper", made="sent_summary"),
    *_for(roles.GOVERNMENT_DESK, "cases:transfer_paper", made="sent_letter"),
    Row("cases:desk_week", roles.SECRETARY),
    Row("cases:supervision", roles.GOVERNMENT_DESK),
    Row("cases:desk_transfer", roles.CONGRESS_OFFICE, query="?all=1"),
    *_for(roles.GOVERNMENT_DESK, "cases:desk_transfer_list", made="sent"),
    Row("cases:desk_do", roles.CONGRESS_OFFICE, made="transfer"),
    Row("cases:desk_do", roles.CONGRESS_OFFICE, made="edit_triage"),
    Row("cases:desk_do", roles.UNIT_HANDLER, made="draft_reply"),
    Row("cases:desk_contact", roles.CONGRESS_OFFICE, made="case"),
    Row("cases:desk_record", roles.CONGRESS_OFFICE),
    Row("cases:desk_recorded", roles.CONGRESS_OFFICE, made="opinion"),
    Row("cases:desk_receipt", roles.CONGRESS_OFFICE, made="case"),
    Row("cases:desk_receipts", roles.RECORDER, query="?number=1"),
    Row("cases:desk_blank", roles.RECORDER, query="?copies=2"),
    Row("cases:desk_attach", roles.CONGRESS_OFFICE, made="case"),
    Row("cases:imports", roles.CONGRESS_OFFICE),
    *(Row("cases:import", roles.CONGRESS_OFFICE, made=f"import_{state}") for state in ("preview", "waiting", "done")),
    Row("cases:import_undo", roles.CONGRESS_OFFICE, made="import_done"),
    *_for(roles.CONGRESS_OFFICE, "messages:inbox", "reports:figures", "deputies:register", "people:me"),
    *_for(roles.CONGRESS_OFFICE, "reports:forms", "reports:new_form"),
    *_for(roles.CONGRESS_OFFICE, "reports:frozen_list", "reports:freeze", "reports:burden"),
    Row("reports:measure", roles.CONGRESS_OFFICE, kwargs={"code": "confirmed"}),
    Row("reports:measure", roles.CONGRESS_OFFICE, kwargs={"code": "reply_days"}),
    *_for(roles.CONGRESS_OFFICE, "reports:frozen", "reports:frozen_print", "reports:correct", made="frozen_report"),
    *_for(roles.CONGRESS_OFFICE, "reports:form", "reports:renew", "reports:point", "reports:fill", made="blank_form"),
    Row("reports:point", roles.CONGRESS_OFFICE, made="blank_form", query="?area=0&ref=B3"),
    Row("reports:filled", roles.CONGRESS_OFFICE, made="filled_form"),
    Row("records:chain", roles.CONGRESS_OFFICE, made="chain"),
    # pressing: orders, congress steps, ladders, who is in charge, the leader's page
    *(Row("leader", role) for role in (roles.LEADER, roles.CONGRESS_CHAIR)),
    *_for(roles.GOVERNMENT_DESK, "cases:orders", "cases:ladders", "cases:disputes", "cases:returns"),
    Row("cases:steps", roles.CONGRESS_OFFICE),
    *(Row("cases:order", roles.GOVERNMENT_DESK, made=made) for made in ("order_draft", "order_answered")),
    Row("cases:order", roles.UNIT_HEAD, made="order_issued"),
    *(Row("cases:order_do", roles.GOVERNMENT_DESK, made=made) for made in ("order_sign", "order_edit", "order_lift")),
    Row("cases:order_do", roles.UNIT_HEAD, made="order_answer"),
    Row("cases:order_print", roles.GOVERNMENT_DESK, made="order_issued"),
    *_for(roles.GOVERNMENT_DESK, "cases:order_new", "cases:urge_print", "cases:desk_case", made="pressed_case"),
    Row("cases:step_new", roles.CONGRESS_OFFICE, made="pressed_case"),
    *_for(roles.CONGRESS_OFFICE, "cases:step", "cases:step_print", made="step_started"),
    Row("cases:step_do", roles.CONGRESS_OFFICE, made="step_start"),
    Row("cases:step_do", roles.GOVERNMENT_DESK, made="step_report"),
    Row("cases:ladder_step", roles.GOVERNMENT_DESK, kwargs={"ladder": "government", "code": "oversee"}),
    *_for(roles.GOVERNMENT_DESK, "cases:dispute", "cases:dispute_print", made="sheet"),
    *(Row("cases:dispute_do", roles.GOVERNMENT_DESK, made=made) for made in ("sheet_meet", "sheet_decide")),
    Row("cases:dispute_new", roles.GOVERNMENT_DESK, made="undecided_case"),
    Row("desk", roles.DEPUTY, status=403),
    Row("people:change_password", roles.CONGRESS_OFFICE),
    *_for(roles.CONGRESS_OFFICE, "people:ways", "people:confirm", "people:set_up_app", "people:add_passkey"),
    Row("people:passkey_sign_in"),
    Row("people:oidc_start", status=404),
    # several voices, the way to the door, promises
    *_for(RESIDENT, "cases:me_too", made="me_too"),
    *_for(RESIDENT, "cases:status", made="divided_slip"),
    *_for(RESIDENT, "cases:part_verdict", made="part"),
    *_for(RESIDENT, "cases:carry", made="carry"),
    *_for(
        roles.CONGRESS_OFFICE, "cases:desk_issues", "cases:desk_promises", "cases:desk_promise_units",
        "cases:desk_promise_news",
    ),
    *_for(roles.CONGRESS_OFFICE, "cases:desk_issue", made="issue"),
    Row("cases:desk_issue_new", roles.CONGRESS_OFFICE, query="?pair"),
    *_for(
        roles.CONGRESS_OFFICE, "cases:desk_case", "cases:desk_me_too", "cases:desk_me_too_print", made="issue_case"
    ),
    *_for(roles.CONGRESS_OFFICE, "cases:desk_case", "cases:desk_split", made="divided"),
    Row("cases:desk_delivery", roles.SECRETARY),
    *_for(
        roles.SECRETARY, "cases:desk_run", "cases:desk_run_slips", "cases:desk_run_sheet", "cases:desk_run_calls",
        made="run",
    ),
    Row("cases:desk_run_slips", roles.SECRETARY, made="run", query="?per=2"),
    Row("cases:desk_promise_year", roles.CONGRESS_OFFICE, made="promise"),
    # deputies
    Row("deputy", roles.DEPUTY),
    *(Row("cases:deputy_case", roles.DEPUTY, made=made) for made in ("case", "seen_case")),
    Row("cases:deputy_verdict", roles.DEPUTY, made="seen_case"),
    *_for(roles.DEPUTY, "cases:own_suggestions", "cases:suggestion_new"),
    *_for(roles.DEPUTY, "cases:own_suggestion", "cases:own_suggestion_print", made="own_draft"),
    Row("cases:own_suggestion_do", roles.DEPUTY, made="own_edit"),
    *_for(roles.CONGRESS_OFFICE, "cases:suggestions", "cases:suggestion_report"),
    *_for(roles.CONGRESS_OFFICE, "cases:suggestion", "cases:suggestion_print", made="suggestion"),
    Row("cases:suggestion_do", roles.UNIT_HANDLER, made="suggestion_reply"),
    Row("messages:deputy_inbox", roles.DEPUTY),
    # the home of the deputies
    *_for(RESIDENT, "home:my_deputy", "home:public_network", "home:public_organisation", "home:receptions"),
    Row("home:my_deputy", query="?q=nowhere"),
    Row("home:public_venue", made="venue_door"),
    Row("home:public_courtyard", made="gate"),
    Row("home:public_method", made="method_code"),
    Row("home:sign_in", made="sign_in_door"),
    *_for(
        roles.CONGRESS_OFFICE, "home:network", "home:new_venue", "home:courtyards", "home:new_courtyard",
        "home:organisation", "home:new_post", "home:methods", "home:new_method", "home:rota", "home:plan_reception",
    ),
    *_for(
        roles.CONGRESS_OFFICE, "home:venue", "home:change_venue", "home:hours", "home:day", "home:members", "home:sign",
        made="venue",
    ),
    *_for(
        roles.CONGRESS_OFFICE, "home:courtyard", "home:change_courtyard", "home:new_event", "home:courtyard_sign",
        made="courtyard",
    ),
    Row("home:cancel_event", roles.CONGRESS_OFFICE, made="event"),
    Row("home:end_post", roles.CONGRESS_OFFICE, made="post"),
    *_for(roles.CONGRESS_OFFICE, "home:method", "home:change_method", "home:new_part", made="method"),
    *_for(roles.CONGRESS_OFFICE, "home:change_part", "home:new_measure", "home:evidence", made="method_part"),
    *_for(roles.CONGRESS_OFFICE, "home:reception", "home:ask_deputy", "home:attendance", made="reception"),
    Row("home:move_reception", roles.CONGRESS_OFFICE, made="reception_move"),
    Row("home:answer_for", roles.CONGRESS_OFFICE, made="asked"),
    Row("home:hear", roles.CONGRESS_OFFICE, made="visitor"),
    *_for(roles.CONGRESS_OFFICE, "contact:rounds", "contact:new_round"),
    *_for(
        roles.CONGRESS_OFFICE, "contact:round", "contact:change_round", "contact:round_people", "contact:round_wish",
        "contact:round_apart", "contact:round_places", "contact:choose_places", "contact:assign", "contact:replan",
        "contact:board", "contact:agenda", "contact:new_item", "contact:agenda_sheet", "contact:plenary",
        "contact:plenary_sheet", "contact:progress", "contact:links", made="round_plan",
    ),
    Row("contact:move_round", roles.CONGRESS_OFFICE, made="round_move_code"),
    Row("contact:round_person", roles.CONGRESS_OFFICE, made="round_deputy"),
    *_for(roles.CONGRESS_OFFICE, "contact:hosting", "contact:board_visit", made="round_visit"),
    Row("contact:draft", roles.CONGRESS_OFFICE, made="round_draft"),
    *_for(
        roles.CONGRESS_OFFICE, "contact:change_item", "contact:drop_item", "contact:question", "contact:cite",
        made="round_item",
    ),
    Row("contact:answer_question", roles.CONGRESS_OFFICE, made="round_question"),
    *_for(roles.SECRETARY, "contact:visit", "contact:prepare", made="round_prepare"),
    *_for(
        roles.CONGRESS_OFFICE, "contact:summary", "contact:transfer", "contact:ending", "contact:documents",
        "contact:round_text", "contact:hall_links", made="round_results",
    ),
    *(
        Row("contact:paper", roles.CONGRESS_OFFICE, made=f"round_{code}")
        for code in ("summary", "report", "statistics")
    ),
    Row("contact:hall", made="hall_screen"),
    Row("home:invitations", roles.DEPUTY),
    Row("home:answer_invitation", roles.DEPUTY, made="reception"),
    # a visit: the recorder's phone, the neighbourhood's desk, the deputy
    *_for(roles.RECORDER, "contact:visit_item", "contact:visit_told"),
    Row("contact:visit_phone_move", roles.RECORDER, made="contact_phone_move"),
    Row("contact:visit_phone_attendance", roles.RECORDER, made="contact_visit"),
    Row("contact:visits", roles.CONGRESS_OFFICE),
    *_for(
        roles.SECRETARY, "contact:visit_list", "contact:visit_lines", "contact:visit_told_desk",
        "contact:visit_attendance", "contact:visit_sheets", made="contact_visit",
    ),
    Row("contact:visit_move", roles.SECRETARY, made="contact_move"),
    Row("contact:visit_same", roles.SECRETARY, made="contact_item"),
    *(Row("contact:visit_remark", roles.SECRETARY, made=made) for made in ("contact_remark", "contact_addition")),
    Row("contact:round_sheets", roles.CONGRESS_OFFICE, made="contact_round_pk"),
    Row("contact:deputy_visits", roles.DEPUTY),
    Row("contact:deputy_visit", roles.DEPUTY, made="contact_visit"),
    *_for(roles.CONGRESS_OFFICE, "messages:own", "messages:calendar"),
    Row("messages:inbox", roles.GOVERNMENT_DESK),
    # people out in the field, and who sends them
    *_for(roles.RECORDER, "field:home", "field:opinion"),
    Row("field:home", roles.VOLUNTEER),
    *_for(roles.CONGRESS_OFFICE, "field:visit_links", "field:send_out"),
    Row("field:revoke_link", roles.CONGRESS_OFFICE, made="visit"),
    # administrators
    *_for(
        roles.SYSTEM_ADMIN, "administration:places", "administration:new_place", "administration:qr_sheets",
        "administration:units", "administration:new_unit", "administration:categories", "administration:items",
        "administration:duties", "administration:new_duty", "administration:town", "administration:calendar",
        "administration:import_year", "administration:retention", "administration:watch_from_system",
    ),
    *_for(
        roles.SYSTEM_ADMIN, "administration:new_category", "messages:channels", "messages:new_channel",
        "messages:deliveries",
    ),
    Row("administration:category", roles.SYSTEM_ADMIN, made="category"),
    Row("administration:qr_sheets", roles.SYSTEM_ADMIN, query="?per=4"),
    Row("messages:channel", roles.SYSTEM_ADMIN, made="channel"),
    Row("administration:change_retention", roles.SYSTEM_ADMIN, kwargs={"code": "building_head_contact"}),
    Row("administration:heads", roles.SECRETARY),
    Row("administration:appoint_head", roles.SECRETARY, made="building"),
    *_for(
        roles.SECRETARY, "administration:end_head", "administration:head_contact", made="building_head",
    ),
    *_for(roles.CONGRESS_OFFICE, "deputies:new", "deputies:terms", "deputies:new_term"),
    *_for(roles.CONGRESS_OFFICE, "deputies:deputy", "deputies:begin_mandate", "deputies:contacts", made="deputy"),
    *_for(roles.CONGRESS_OFFICE, "deputies:change_mandate", "deputies:end_mandate", made="mandate"),
    Row("deputies:end_term", roles.CONGRESS_OFFICE, made="term"),
    Row("three", roles.DEPUTY),
    Row("three_by_link", made="own_link_door"),
    Row("cases:ask_to_press", roles.DEPUTY, made="asked_about"),
    Row("cases:asks", roles.CONGRESS_OFFICE),
    Row("cases:answer_ask", roles.CONGRESS_OFFICE, made="deputy_ask"),
    Row("deputies:own_link", roles.CONGRESS_OFFICE, made="deputy"),
    Row("deputies:revoke_own_link", roles.CONGRESS_OFFICE, made="own_link"),
    *_for(roles.CONGRESS_OFFICE, "deputies:handovers", "deputies:open_handover", "deputies:waiting"),
    *_for(roles.CONGRESS_OFFICE, "deputies:handover", "deputies:reelected", made="handover"),
    *_for(roles.CONGRESS_OFFICE, "deputies:handover", "deputies:handover_print", made="handover_done"),
    Row("deputies:handover", roles.CONGRESS_OFFICE, made="handover_stopped"),
    Row("deputies:name_successor", roles.CONGRESS_OFFICE, made="handover_successor"),
    Row("deputies:give", roles.CONGRESS_OFFICE, made="handover_waits"),
    Row("deputies:leave", roles.CONGRESS_OFFICE, made="deputy"),
    Row("deputies:leave_back", roles.CONGRESS_OFFICE, made="leave"),
    Row("deputies:deputy", roles.CONGRESS_OFFICE, made="deputy_on_leave"),
    Row("api:revoke_key", roles.SECURITY_ADMIN, made="api_key"),
    Row("api:reference"),
    Row("administration:place", roles.SYSTEM_ADMIN, made="place"),
    Row("administration:unit", roles.SYSTEM_ADMIN, made="unit"),
    Row("administration:item", roles.SYSTEM_ADMIN, made="item"),
    Row("administration:duty", roles.SYSTEM_ADMIN, made="duty"),
    *_for(
        roles.SECURITY_ADMIN, "api:keys", "api:new_key",
        "administration:accounts", "administration:grants", "administration:links",
        "administration:locks", "administration:sign_in_rules", "administration:new_account",
        "administration:watch_from_security",
    ),
    *_for(
        roles.SECURITY_ADMIN, "administration:account", "administration:rename_account",
        "administration:close_account", "administration:grant_role", "administration:issue_link",
        "administration:reset_second_step", made="account",
    ),
    Row("administration:end_grant", roles.SECURITY_ADMIN, made="grant"),
    Row("administration:revoke_link", roles.SECURITY_ADMIN, made="access_link"),
    *_for(
        roles.AUDIT_ADMIN, "administration:log", "administration:reads", "administration:exports",
        "administration:verify",
    ),
)  # fmt: skip

_POST: Final = "answers POST only"
_FILE: Final = "a file, not a page"

#: Addresses that are no page of their own, and why.
NO_PAGE: Final[Mapping[str, str]] = {
    "ui:preferences": _POST,
    "people:sign_out": _POST,
    "people:forget_device": _POST,
    "people:recovery_codes": "answers POST only; looked at in tests/people/test_ways_in_browser.py",
    "people:remove_app": _POST,
    "people:remove_passkey": _POST,
    "people:unlink_identity": _POST,
    "people:oidc_link": _POST,
    "people:oidc_return": "opens only on the way back from a provider; looked at in tests/people/test_oidc.py",
    "people:link_identity": "leads to a provider; looked at in tests/people/test_oidc.py",
    "people:second_step": "opens only after a password; looked at in tests/people/test_ways_in_browser.py",
    "people:second_step_due": "opens only where one is due; looked at in tests/people/test_ways_in_browser.py",
    "contact:take_in": _POST,
    "contact:adopt": _POST,
    "contact:fix": _POST,
    "contact:take_back": _POST,
    "contact:move_item": _POST,
    "contact:board_change": "opens with a change only; asked for in tests/contact/afternoon/test_round_pages.py",
    "contact:visit_verdict": _POST,
    "contact:visit_sheet_door": "leads on to contact:visit_lines or contact:visit_item",
    "contact:level": "opens with picked rows only; looked at in tests/contact/results/test_in_browser.py",
    "contact:issue_hall": _POST,
    "contact:withdraw_hall": _POST,
    "contact:hall_state": "a part of contact:hall",
    "home:arrive": _POST,
    "home:visitor_left": _POST,
    "messages:feed": _FILE,
    "messages:issue_feed": "answers POST only; looked at in tests/messages/calendar",
    "messages:revoke_feed": _POST,
    "messages:switch_channel": _POST,
    "messages:test_channel": _POST,
    "messages:try_again": _POST,
    "places_geojson": _FILE,
    "messages:seen": _POST,
    "messages:all_seen": _POST,
    "reports:unbind": _POST,
    "administration:run_retention": _POST,
    "messages:deputy_seen": _POST,
    "messages:deputy_all_seen": _POST,
    "administration:end_duty": _POST,
    "administration:reopen_account": _POST,
    "administration:unlock_account": _POST,
    "administration:forget_device": _POST,
    "administration:clear_limit": _POST,
    "cases:desk_issue_leave": _POST,
    "cases:desk_issue_repeat": _POST,
    "cases:desk_run_close": _POST,
    "cases:desk_promise_told": _POST,
    "cases:import_template": _FILE,
    "cases:import_refused": _FILE,
    "field:seat": _POST,
    "field:receive": _POST,
    "field:photo": _POST,
    "field:lists": _FILE,
    "field:worker": _FILE,
    "records:file": _FILE,
    "records:thumb": _FILE,
    "cases:photo": _FILE,
    "cases:small_photo": _FILE,
    "cases:remove_photo": _POST,
    "scanned": "leads on to speaking",
    "administration:profile": _FILE,
    "api:openapi": _FILE,
    **dict.fromkeys(
        (
            "api:speak",
            "api:record",
            "api:lookup",
            "api:status",
            "api:add_words",
            "api:verdict",
            "api:add_photo",
            "api:list_cases",
            "api:read_case",
            "api:move_case",
            "api:add_file",
            "api:read_list",
            "api:read_figures",
        ),
        "for machines",
    ),
}
