"""The data of the example town: complete, consistent, fictional, and lived according to the workflow."""

import datetime as dt
import json
import statistics
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from lianxin.cases import workflow
from lianxin.core.masking import find_personal, suggest_personal
from lianxin.core.workdays import builtin_calendar
from lianxin.demo.pressing import PRESSING
from lianxin.demo.steps import MAKERS, NOT_YET

Row = dict[str, Any]

PROFILES = Path(__file__).resolve().parents[2] / "profiles"
SURE_KINDS = {"phone", "id_card", "bank_card", "plate", "credit_code"}
NO_MOVE = {"ask_verdict", "rehandle", "supervise", "add", "photos"}
MOVES = {
    "answer_on_spot": "answer_on_the_spot",
    "leave_flow": "hand_over",
    "contact": "first_contact",
    "deliver": "log_contact",
    "meet": "explain",
    "silent": "fall_silent",
    "promise": "settle_promise",
}


@cache
def packaged(room: str, name: str) -> Any:
    """A JSON file that ships inside a room."""
    return json.loads(files(f"lianxin.{room}").joinpath(f"data/{name}").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> list[Row]:
    """The lines of one of the example town's files."""
    text = files("lianxin").joinpath(f"demo/data/{name}").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def profile(name: str = "example-town") -> Row:
    """A town profile."""
    data: Row = json.loads((PROFILES / f"{name}.json").read_text(encoding="utf-8"))
    return data


@cache
def occasions() -> Row:
    """The rounds and receptions, with the fixed clock."""
    data: Row = json.loads(files("lianxin").joinpath("demo/data/occasions.json").read_text(encoding="utf-8"))
    return data


def codes(table: str, key: str = "code") -> set[str]:
    """The codes of one table of the example profile."""
    found = [row[key] for row in profile()[table]]
    assert len(found) == len(set(found)), f"{table}: a code stands twice"
    return set(found)


def categories() -> set[str]:
    """The codes of the second level."""
    return {child["code"] for top in packaged("places", "categories.json")["categories"] for child in top["children"]}


def addressable() -> set[str]:
    """Units and the committees the loader makes."""
    return codes("units") | {f"JW-{code}" for code in codes("neighbourhoods")}


def steps_of(what: str) -> list[Row]:
    """All steps of one sort."""
    return [step for fate in rows("fates.jsonl") for step in fate["steps"] if step["do"] == what]


# --- standard data ------------------------------------------------------------------------------


def test_every_category_belongs_to_a_reporting_class() -> None:
    data = packaged("places", "categories.json")
    classes = {row["code"] for row in data["reporting_classes"]}
    assert {top["reporting_class"] for top in data["categories"]} <= classes
    assert all(c["code"].startswith(top["code"] + ".") for top in data["categories"] for c in top["children"])


def test_whatever_claims_a_rule_names_its_source_and_says_whether_it_is_confirmed() -> None:
    data = packaged("places", "categories.json")
    tables = ("categories", "opinion_kinds", "tracks", "result_schemes", "no_reasons", "unit_kinds")
    claims = [row for table in tables for row in data[table]]
    claims += [clock for rule_set in packaged("clocks", "rulesets.json")["rulesets"] for clock in rule_set["clocks"]]
    claims += profile()["duty_matrix"]
    assert all(row["source"] and row["status"] in {"confirmed", "待核"} for row in claims)


def test_shanghai_results_with_a_date_and_the_one_that_needs_a_reason() -> None:
    schemes = {row["code"]: row for row in packaged("places", "categories.json")["result_schemes"]}
    assert set(schemes) == {"SH4", "ABCD-1", "ABCD-2", "ABC"}
    shanghai = {row["code"]: row for row in schemes["SH4"]["results"]}
    assert [code for code, row in shanghai.items() if row["requires_date"]] == ["in_progress", "planned"]
    assert [code for code, row in shanghai.items() if row["requires_reason"]] == ["reference"]
    assert [code for code, row in shanghai.items() if row["counts_as_solved"]] == ["adopted"]


def test_a_committee_never_leads_government_work_and_may_refuse() -> None:
    kinds = {row["code"]: row for row in packaged("places", "categories.json")["unit_kinds"]}
    assert not kinds["committee"]["may_lead_government_work"]
    assert kinds["committee"]["may_refuse"]
    assert {code: row["verb_label"] for code, row in kinds.items()} == {
        "desk": "交办",
        "office": "交办",
        "centre": "交办",
        "agency": "商请",
        "district_team": "商请",
        "park_office": "商请",
        "committee": "商请",
        "enterprise": "告知",
        "property": "告知",
    }


def test_the_first_contact_of_a_resident_is_due_after_one_working_day() -> None:
    rule_sets = {row["code"]: row for row in packaged("clocks", "rulesets.json")["rulesets"]}
    contact = next(row for row in rule_sets["resident-default"]["clocks"] if row["code"] == "contact")
    assert (contact["n"], contact["unit"], contact["start"]) == (1, "working_day", "assigned")
    reply = next(row for row in rule_sets["suggestion-sh2015"]["clocks"] if row["code"] == "reply")
    assert (reply["n"], reply["unit"], reply["status"]) == (3, "month", "confirmed")


def test_every_event_a_clock_names_is_listed() -> None:
    data = packaged("clocks", "rulesets.json")
    events = {row["code"] for row in data["events"]}
    named = {e for rule_set in data["rulesets"] for c in rule_set["clocks"] for e in (c["start"], *c["stop"])}
    assert named <= events


# --- profiles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        ("areas", 6, 6),
        ("neighbourhoods", 33, 33),
        ("compounds", 90, 120),
        ("units", 20, 45),
        ("duty_matrix", 120, 200),
        ("deputies", 102, 102),
    ],
)
def test_the_example_town_has_the_shape_of_the_source(table: str, least: int, most: int) -> None:
    assert least <= len(profile()[table]) <= most


def test_only_the_town_deputies_are_seventy_five_and_city_deputies_have_no_constituency() -> None:
    levels = Counter(d["mandates"][-1]["level"] for d in profile()["deputies"])
    assert levels == {"town": 75, "district": 21, "city": 6}
    for deputy in profile()["deputies"]:
        mandate = deputy["mandates"][-1]
        assert (mandate["level"] == "city") == (mandate["constituency"] is None)
        assert (mandate["level"] == "city") == (mandate["electing_body"] is not None)


def test_constituencies_cover_every_compound_once_per_level_and_are_not_neighbourhoods() -> None:
    for level in ("town", "district"):
        mine = [row for row in profile()["constituencies"] if row["level"] == level]
        covered = [code for row in mine for code in row["compounds"]]
        assert sorted(covered) == sorted(codes("compounds"))
    compounds = {row["code"]: row["neighbourhood"] for row in profile()["compounds"]}
    assert any(len({compounds[c] for c in row["compounds"]}) > 1 for row in profile()["constituencies"])


def test_every_neighbourhood_is_visited_by_a_city_or_district_deputy() -> None:
    visited = {n for d in profile()["deputies"] if d["code"][0] in "CD" for n in d["contact_neighbourhoods"]}
    assert visited == codes("neighbourhoods")


def test_every_category_has_a_line_in_both_jurisdictions() -> None:
    lines = {(row["category"], row["jurisdiction"]) for row in profile()["duty_matrix"]}
    assert lines == {(category, place) for category in categories() for place in ("town", "park")}
    pseudo = {"@committee", "@property"}
    leads = {row["lead"] for row in profile()["duty_matrix"]}
    assert leads <= codes("units") | pseudo
    assert {u for row in profile()["duty_matrix"] for u in row["co"]} <= codes("units") | pseudo


def test_the_second_jurisdiction_has_its_own_stations() -> None:
    kinds = {row["kind"] for row in profile()["units"] if row["jurisdiction"] == "park"}
    assert {"park_office", "agency", "district_team"} <= kinds


def test_the_real_town_is_an_empty_profile() -> None:
    real = profile("xinjing-empty")
    assert len(real["neighbourhoods"]) == 33
    assert set(real["neighbourhoods"][0]) == {"code", "seq", "name", "short_name"}
    assert not any(real[table] for table in ("units", "deputies", "compounds", "duty_matrix", "constituencies"))


def test_no_neighbourhood_of_the_example_town_bears_a_real_name() -> None:
    real = {row["name"] for row in profile("xinjing-empty")["neighbourhoods"]}
    assert not real & {row["name"] for row in profile()["neighbourhoods"]}


# --- opinions -----------------------------------------------------------------------------------


def test_there_are_at_least_430_opinions_and_no_two_in_the_same_words() -> None:
    said = [row["verbatim"] or row["observation"] for row in rows("opinions.jsonl")]
    assert len(said) >= 430
    assert len(set(said)) == len(said)


def test_the_june_round_reached_every_neighbourhood_on_one_afternoon() -> None:
    june = [row for row in rows("opinions.jsonl") if row["occasion"] == "round-2026-1"]
    assert len(june) >= 150
    assert {row["place"]["neighbourhood"] for row in june} == codes("neighbourhoods")
    assert {row["spoken_at"][:10] for row in june} == {"2026-06-11"}
    assert all("14:00" <= row["spoken_at"][11:16] <= "17:00" for row in june)


def test_every_reference_of_an_opinion_exists() -> None:
    standard = packaged("places", "categories.json")
    lists = {name: {row["code"] for row in standard[name]} for name in ("opinion_kinds", "channels", "tracks", "tags")}
    compounds = {row["code"]: row for row in profile()["compounds"]}
    events = {row["code"] for row in occasions()["occasions"]}
    for row in rows("opinions.jsonl"):
        place = row["place"]
        assert row["category"] in categories()
        assert row["kind"] in lists["opinion_kinds"]
        assert row["channel"] in lists["channels"]
        assert row["track"] in lists["tracks"]
        assert set(row["tags"]) <= lists["tags"]
        assert set(row["deputies"]) <= codes("deputies")
        assert row["occasion"] is None or row["occasion"] in events
        assert place["neighbourhood"] in codes("neighbourhoods")
        assert place["site"] is None or place["site"] in codes("sites")
        if place["compound"]:
            assert compounds[place["compound"]]["neighbourhood"] == place["neighbourhood"]
        if place["building"]:
            assert 1 <= int(place["building"][:-1]) <= compounds[place["compound"]]["buildings"]
        assert 0 <= len(row["points"]) <= 4


def test_a_deputys_observation_carries_no_residents_words() -> None:
    seen = [row for row in rows("opinions.jsonl") if row["mode"] == "observation"]
    assert len(seen) >= 20
    assert all(row["deputies"] and not row["verbatim"] and row["observation"] for row in seen)


def test_many_things_are_said_several_times_in_other_words() -> None:
    groups = Counter(row["repeat_group"] for row in rows("opinions.jsonl") if row["repeat_group"])
    assert len(groups) >= 20
    assert sum(groups.values()) >= 60
    assert min(groups.values()) >= 2


def test_every_sort_of_opinion_occurs() -> None:
    opinions = rows("opinions.jsonl")
    standard = packaged("places", "categories.json")
    assert {row["kind"] for row in opinions} == {row["code"] for row in standard["opinion_kinds"]}
    assert {row["channel"] for row in opinions} == {row["code"] for row in standard["channels"]}
    assert {row["track"] for row in opinions} == {row["code"] for row in standard["tracks"]}
    lengths = sorted(len(row["verbatim"]) for row in opinions if row["verbatim"])
    assert lengths[0] < 10
    assert lengths[-1] > 700


def test_planted_personal_data_stands_in_the_words_and_is_found() -> None:
    planted = [(row["verbatim"], p) for row in rows("opinions.jsonl") for p in row["planted_personal"]]
    assert len({text for text, _ in planted}) >= 25
    for text, piece in planted:
        assert piece["value"] in text
        if piece["kind"] in SURE_KINDS:
            bare = piece["value"].replace("·", "")
            assert bare in {found.value for found in find_personal(text)}, piece


def test_planted_names_are_suggested_to_a_human_eye() -> None:
    names = [(r["verbatim"], p) for r in rows("opinions.jsonl") for p in r["planted_personal"] if p["kind"] == "name"]
    suggested = [p for text, p in names if any(p["value"] in found.value for found in suggest_personal(text))]
    assert len(names) >= 5
    assert 2 * len(suggested) >= len(names)


def test_every_telephone_number_is_from_the_fictional_range() -> None:
    given = [row["contact"]["phone"] for row in rows("opinions.jsonl") if row["contact"] and row["contact"]["phone"]]
    assert given
    assert all(number.startswith("1990000") for number in given)


def test_words_not_planted_hold_no_sure_personal_data() -> None:
    for row in rows("opinions.jsonl"):
        if not row["planted_personal"]:
            assert not find_personal(row["verbatim"] + row["summary"] + (row["observation"] or "")), row["key"]


def test_who_asked_for_secrecy_did_not_consent_to_publication() -> None:
    secret = [row for row in rows("opinions.jsonl") if row["confidential"]]
    assert secret
    assert not any(row["consent_text"] or row["consent_name"] for row in secret)


# --- fates --------------------------------------------------------------------------------------


def test_every_opinion_has_one_fate() -> None:
    assert [row["key"] for row in rows("fates.jsonl")] == [row["key"] for row in rows("opinions.jsonl")]


def test_steps_are_in_order_and_lie_before_the_fixed_clock() -> None:
    now = dt.datetime.fromisoformat(occasions()["now"])
    for opinion, fate in zip(rows("opinions.jsonl"), rows("fates.jsonl"), strict=True):
        moments = [dt.datetime.fromisoformat(step["at"]) for step in fate["steps"]]
        assert moments[0] == dt.datetime.fromisoformat(opinion["spoken_at"])
        assert moments == sorted(set(moments)), fate["key"]
        assert moments[-1] <= now


def test_the_working_days_written_beside_a_step_are_right() -> None:
    calendar = builtin_calendar()
    for fate in rows("fates.jsonl"):
        start = dt.datetime.fromisoformat(fate["steps"][0]["at"]).date()
        for step in fate["steps"][1:]:
            day = dt.datetime.fromisoformat(step["at"]).date()
            passed = sum(calendar.is_working_day(start + dt.timedelta(n)) for n in range(1, (day - start).days + 1))
            assert step["wd"] == passed, (fate["key"], step["do"])


def move_code(step: Row, state: str, unsolved: int) -> str:
    """The move of the workflow that a step asks for."""
    if step["do"] == "verdict":
        if step["grade"] != "dissatisfied":
            return "verdict_solved"
        return "verdict_unsolved_again" if unsolved else "verdict_unsolved"
    again = state in {workflow.REHANDLING, workflow.REHANDLING_DRAFT}
    if step["do"] == "reply":
        return "draft_again" if again else "draft_reply"
    if step["do"] == "sign":
        return "sign_again" if again else "sign"
    return str(MOVES.get(step["do"], step["do"]))


def lived(fate: Row, start: str) -> str:
    """The state a fate ends in when every step is a permitted move."""
    state, unsolved = start, 0
    for step in fate["steps"][1:]:
        if step["do"] in NO_MOVE:
            continue
        code = move_code(step, state, unsolved)
        assert workflow.can_move(code, state), (fate["key"], code, state)
        unsolved += code == "verdict_unsolved"
        state = workflow.BY_CODE[code].target or state
    return state


def test_every_fate_is_a_path_through_the_workflow_to_its_final_state() -> None:
    for opinion, fate in zip(rows("opinions.jsonl"), rows("fates.jsonl"), strict=True):
        start = workflow.TRANSFERRED if opinion["channel"] == "hotline" else workflow.RECEIVED
        assert lived(fate, start) == fate["final_state"], fate["key"]


def test_every_asked_point_of_a_reply_is_answered_by_the_rules_of_its_result() -> None:
    standard = packaged("places", "categories.json")
    results = {r["code"]: r for r in standard["result_schemes"][0]["results"]}
    needed = {r["code"]: {f["key"] for f in r["facts"] if f["required"]} for r in standard["no_reasons"]}
    for opinion, fate in zip(rows("opinions.jsonl"), rows("fates.jsonl"), strict=True):
        for step in (s for s in fate["steps"] if s["do"] == "reply"):
            assert [p["n"] for p in step["points"]] == list(range(1, len(opinion["points"]) + 1))
            for point in step["points"]:
                assert point["text"]
                rule = results[point["result"]]
                assert not rule["requires_date"] or point["promise"]["due"] > step["at"][:10]
                if rule["requires_reason"]:
                    assert needed[point["no_reason"]["code"]] <= set(point["no_reason"]["facts"])


def test_all_five_honest_ways_to_say_no_are_used() -> None:
    used = {p["no_reason"]["code"] for s in steps_of("reply") for p in s["points"] if p["no_reason"]}
    assert used == {row["code"] for row in packaged("places", "categories.json")["no_reasons"]}


def test_only_known_units_handle_and_committees_only_what_is_theirs() -> None:
    lines = {row["no"]: row for row in profile()["duty_matrix"]}
    for fate in rows("fates.jsonl"):
        for step in fate["steps"]:
            assert step.get("unit") is None or step["unit"] in addressable()
            if step["do"] == "assign" and step["unit"].startswith("JW-"):
                assert lines[step["rule"]]["lead"] == "@committee"


def test_accusations_and_emergencies_never_reach_a_unit() -> None:
    for opinion, fate in zip(rows("opinions.jsonl"), rows("fates.jsonl"), strict=True):
        if opinion["kind"] in {"accusation", "emergency"}:
            assert [s["do"] for s in fate["steps"]] == ["receive", "leave_flow"]


def test_no_unit_closes_and_every_closed_matter_was_brought_to_the_resident() -> None:
    for fate in rows("fates.jsonl"):
        closing = [s for s in fate["steps"] if s["do"] == "close"]
        assert all(s["by"] in {"government_desk", "congress_office"} for s in closing)
        assert not closing or any(s["do"] == "deliver" for s in fate["steps"])


def test_silence_is_two_askings_by_two_channels() -> None:
    silent = [fate for fate in rows("fates.jsonl") if fate["outcome"] == "silent"]
    assert silent
    assert all(len({s["how"] for s in fate["steps"] if s["do"] == "ask_verdict"}) == 2 for fate in silent)


def test_a_step_without_an_action_of_its_own_says_what_it_waits_for() -> None:
    for fate in rows("fates.jsonl"):
        for step in fate["steps"]:
            assert step["do"] == "receive" or step["do"] in {**MAKERS, **PRESSING} or step["do"] in NOT_YET, fate["key"]
            assert step["do"] not in NOT_YET or step["waits_for"], fate["key"]


def test_people_speak_at_every_length() -> None:
    lengths = [len(row["verbatim"] or row["observation"]) for row in rows("opinions.jsonl")]
    assert 50 <= statistics.median(lengths) <= 80
    assert sum(length < 20 for length in lengths) >= 30
    assert sum(40 <= length <= 90 for length in lengths) >= 180
    assert sum(100 <= length <= 300 for length in lengths) >= 80
    assert sum(300 < length <= 900 for length in lengths) >= 7


def test_the_town_looks_like_a_town_at_work() -> None:
    states = Counter(row["final_state"] for row in rows("fates.jsonl"))
    total = sum(states.values())
    under_way = {"transferred", "assigned", "accepted", "contacted", "return_pending", "replied", "rehandling"}
    assert 0.5 <= states["closed"] / total <= 0.7
    assert 0.18 <= sum(states[s] for s in under_way) / total <= 0.35
    assert 8 <= sum(row["overdue"] for row in rows("fates.jsonl")) <= 25
    assert {"open", "kept", "missed"} <= {row["promise"] for row in rows("fates.jsonl")}
    marks = {mark for row in rows("fates.jsonl") for mark in row["marks"]}
    assert {"extended", "returned", "rehandled", "reopened", "late"} <= marks


def test_forty_open_matters_are_said_again_in_other_words_and_some_of_another_place() -> None:
    lines = {row["key"]: row for row in rows("opinions.jsonl")}
    again = [row for row in lines.values() if row.get("same_as")]
    elsewhere = [row for row in again if row["elsewhere"]]
    groups = {row["repeat_group"] for row in lines.values() if row["repeat_group"]}
    assert len(again) >= 40
    assert len(elsewhere) >= 7
    assert len(groups) + len(again) >= 60
    for row in again:
        first = lines[row["same_as"]]
        same_place = row["place"]["compound"] == first["place"]["compound"]
        assert same_place is not row["elsewhere"], row["key"]
