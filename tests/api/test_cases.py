"""Cases through the API: the same moves, the same rights, both versions when somebody was faster."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.api.moves import ACTIONS
from lianxin.cases.desk.table import TABLE
from lianxin.cases.models import Case
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.api.factories import Caller, make_key
from tests.cases.factories import Town, make_case


def test_the_api_makes_the_moves_of_the_desk_with_the_same_actions(town: Town) -> None:
    voices = {"add_words", "change_consent", "give_contact", "delete_contact"}
    assert {code: entry.action for code, entry in TABLE.items() if code not in voices} == dict(ACTIONS)


def test_a_system_assigns_and_the_log_names_it(town: Town) -> None:
    case = make_case(town, "transferred").case
    desk = Caller(make_key(roles.GOVERNMENT_DESK).token)
    read = desk.get(f"/cases/{case.number}").json()
    assert "assign" in {move["code"] for move in read["moves"]}
    body = {"move": "assign", "expected_version": read["version"], "unit_id": str(town.office_unit.pk)}
    done = desk.post(f"/cases/{case.number}/moves", body)
    assert (done.status_code, done.json()["state"]) == (200, "assigned")
    entry = LogEntry.objects.filter(verb="case.assign").get()
    assert (entry.actor_kind, entry.actor_label) == ("token", "区平台")


def test_somebody_was_faster_is_409_with_both_versions(town: Town) -> None:
    walk = make_case(town, "transferred")
    version = walk.case.version
    walk.assigned()
    desk = Caller(make_key(roles.GOVERNMENT_DESK).token)
    body = {"move": "assign", "expected_version": version, "unit_id": str(town.centre_unit.pk)}
    answer = desk.post(f"/cases/{walk.case.number}/moves", body)
    found = answer.json()
    assert (answer.status_code, found["code"]) == (409, "somebody_was_faster")
    assert (found["expected_version"], found["current_version"]) == (version, version + 1)
    assert found["state_then"] != found["state_now"]
    assert found["changes"][0]["who"] == "交办台甲"


def test_a_repeated_move_acts_once_and_answers_again(town: Town) -> None:
    case = make_case(town, "assigned").case
    unit = Caller(make_key(roles.UNIT_HANDLER, unit=town.office_unit).token)
    body = {"move": "accept", "expected_version": case.version}
    answers = [unit.post(f"/cases/{case.number}/moves", body, "one-and-the-same-key") for _n in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert Case.objects.get(pk=case.pk).version == case.version + 1
    other = unit.post(f"/cases/{case.number}/moves", {**body, "handler_label": "王工"}, "one-and-the-same-key")
    assert other.json()["code"] == "once_reused"


def test_a_move_of_another_party_is_refused_and_changes_nothing(town: Town) -> None:
    case = make_case(town, "transferred").case
    office = Caller(make_key(roles.CONGRESS_OFFICE).token)
    body = {"move": "assign", "expected_version": case.version, "unit_id": str(town.office_unit.pk)}
    assert office.post(f"/cases/{case.number}/moves", body).status_code == 403
    assert Case.objects.get(pk=case.pk).state == "transferred"


def test_a_unit_lists_and_reads_its_own_matters_only(town: Town) -> None:
    mine = make_case(town, "assigned").case
    own = Caller(make_key(roles.UNIT_HANDLER, unit=town.office_unit).token)
    foreign = Caller(make_key(roles.UNIT_HANDLER, unit=town.police_unit).token)
    assert [row["number"] for row in own.get("/cases").json()["items"]] == [mine.number]
    assert foreign.get("/cases").json()["items"] == []
    assert foreign.get(f"/cases/{mine.number}").status_code == 404


def test_the_list_pages_by_position_and_asks_the_same_for_5_and_for_20_rows(town: Town) -> None:
    numbers = {make_case(town, "received").case.number for _n in range(5)}
    office, found, cursor = Caller(make_key().token), [], ""
    while True:
        page = office.get(f"/cases?limit=2&cursor={cursor}").json()
        found += [row["number"] for row in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert (set(found), len(found)) == (numbers, 5)
    with CaptureQueriesContext(connection) as few:
        office.get("/cases?limit=1")
    with CaptureQueriesContext(connection) as many:
        office.get("/cases?limit=100")
    assert len(few) == len(many)


def test_filters_that_nobody_knows_are_refused(town: Town) -> None:
    office = Caller(make_key().token)
    queries = (
        "color=red", "limit=0", "limit=-1", "limit=101", "limit=1&limit=2", "cursor=abc", "list=nothing",
        "received_from=1", "received_from=2026-13-01", "place=99999999999999999999", "q=" + "x" * 61,
    )  # fmt: skip
    for query in queries:
        answer = office.get(f"/cases?{query}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json"), query


def test_an_unchanged_answer_is_304(town: Town) -> None:
    case = make_case(town, "received").case
    office = Caller(make_key().token)
    first = office.get(f"/cases/{case.number}")
    again = office.get(f"/cases/{case.number}", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_photo_is_attached_once_and_what_is_no_file_is_refused(town: Town) -> None:
    from tests.records.test_attachments import photo

    case = make_case(town, "assigned").case
    unit = Caller(make_key(roles.UNIT_HANDLER, unit=town.office_unit).token)

    def send(name: str, data: bytes, once: str) -> tuple[int, dict[str, object]]:
        files = {"file": SimpleUploadedFile(name, data)}
        answer = unit.client.post(f"{unit.base}/cases/{case.number}/files", files, headers=unit.headers(once))
        return answer.status_code, json.loads(answer.content)

    answers = [send("a.jpg", photo(), "the-same-file-key-1") for _n in range(2)]
    assert [status for status, _body in answers] == [201, 201]
    assert len(answers[1][1]["files"]) == 1  # type: ignore[arg-type]
    assert send("a.exe", b"MZ", "another-file-key-12")[0] == 422


def test_lists_and_figures_are_read_with_their_definitions(town: Town) -> None:
    office = Caller(make_key().token)
    for name in ("kinds", "channels", "tags", "result_schemes", "no_reasons", "exits", "categories", "places", "units"):
        assert office.get(f"/lists/{name}").json()["items"], name
    figures = office.get("/figures?first=2026-01-01&last=2026-11-24").json()
    assert all(one["definition"] and one["n"] is not None for one in figures["items"])
    assert figures["is_demo"] is True
