"""Ids grow and never repeat; codes survive ears, pens and full-width keyboards and catch every single slip."""

import datetime as dt
import multiprocessing
import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core import clock, entropy, ids

MOMENT = dt.datetime(2025, 1, 24, 1, 2, 3, 456000, tzinfo=dt.UTC)
signs = st.sampled_from(ids.ALPHABET)


@pytest.fixture(autouse=True)
def _own_generator() -> Iterator[None]:
    """Leave the generator of the process as it was, whatever a test does to the clock."""
    before = ids._State.generator
    yield
    ids.release_worker()
    ids._State.generator = before


def test_ids_grow_strictly_and_fit_63_bits() -> None:
    made = [ids.new_id() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert 0 < made[0] < made[-1] <= ids.MAX_ID == 2**63 - 1


def test_an_id_says_when_it_was_made() -> None:
    ids._State.generator = ids._Generator(5)
    with clock.frozen(MOMENT):
        made = ids.new_id()
    assert ids.id_time(made) == MOMENT
    assert (made >> 12) & 1023 == 5
    assert made & 4095 < 2048, "a counter starts in the lower half, so that a millisecond has room"


def test_ids_grow_even_when_the_clock_stands_or_goes_back() -> None:
    ids._State.generator = ids._Generator(0)
    with clock.frozen(MOMENT) as frozen:
        made = [ids.new_id() for _ in range(9_000)]
        frozen.move_to(MOMENT - dt.timedelta(days=900))
        made.append(ids.new_id())
        frozen.move_to(MOMENT + dt.timedelta(days=1))
        made.append(ids.new_id())
    assert made == sorted(set(made))
    assert ids.id_time(made[-2]) < MOMENT + dt.timedelta(seconds=1)
    assert ids.id_time(made[-1]) == MOMENT + dt.timedelta(days=1)


def test_the_counter_is_used_to_its_end_before_time_is_borrowed() -> None:
    ids._State.generator = ids._Generator(0)
    with clock.frozen(MOMENT):
        start = ids.new_id() & 4095
        rest = [ids.new_id() & 4095 for _ in range(4095 - start)]
        borrowed = ids.new_id()
    assert rest == list(range(start + 1, 4096))
    assert ids.id_time(borrowed) == MOMENT + dt.timedelta(milliseconds=1)


def test_a_clock_before_2020_gives_the_smallest_ids_and_one_after_2089_an_error() -> None:
    ids._State.generator = ids._Generator(0)
    with clock.frozen(dt.date(2004, 1, 1)) as frozen:
        assert ids.new_id() < 4096
        frozen.move_to(dt.date(2089, 1, 1))
        assert ids.new_id() <= ids.MAX_ID
        frozen.move_to(dt.date(2090, 1, 1))
        with pytest.raises(OverflowError, match="63 bits are used up"):
            ids.new_id()


def test_threads_never_share_an_id() -> None:
    made: list[list[int]] = [[] for _ in range(8)]

    def work(mine: list[int]) -> None:
        mine.extend(ids.new_id() for _ in range(3_000))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for mine in made for one in mine}) == 24_000
    assert all(mine == sorted(mine) for mine in made)


def make_ids(count: int, moment: dt.datetime, folder: Path) -> list[int]:
    """Make ids in a child process that stands at the same moment as its siblings."""
    ids.claim_worker(folder)
    with clock.frozen(moment):
        return [ids.new_id() for _ in range(count)]


def test_processes_that_claim_a_worker_number_never_share_an_id(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(make_ids, 2_000, MOMENT, tmp_path) for _ in range(3)]
        made = [one for job in jobs for one in job.result(60)]
    assert len(set(made)) == 6_000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_claims_another_number_and_goes_on_growing(tmp_path: Path) -> None:
    assert ids.claim_worker(tmp_path) == 0
    before = ids.new_id()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - runs in the child
        os.write(writer, f"{ids._State.generator.worker} {ids.new_id()}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    worker, made = os.read(reader, 100).decode().split()
    os.close(reader)
    os.close(writer)
    assert worker == "1"
    assert int(made) > before
    assert (ids.new_id() >> 12) & 1023 == 0


def test_a_worker_number_is_taken_once_given_back_and_may_run_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ids.claim_worker(tmp_path) == 0
    held = ids._State.claim
    ids._State.claim = None
    assert ids.claim_worker(tmp_path) == 1
    monkeypatch.setattr(ids, "WORKERS", 2)
    with pytest.raises(RuntimeError, match="all worker numbers are taken"):
        ids.claim_worker(tmp_path)
    assert held is not None
    held.close()
    assert ids.claim_worker(tmp_path) == 0
    assert ids._State.generator.worker == 0


def test_a_seed_makes_everything_repeatable() -> None:
    def make() -> tuple[object, ...]:
        with clock.frozen(MOMENT), ids.reproducible("town"):
            return ids.new_id(), ids.new_id(), ids.random_token(), ids.query_code(), ids.visit_code()

    assert make() == make()
    with clock.frozen(MOMENT), ids.reproducible("other town"):
        assert ids.query_code() not in make()
    assert ids.random_token() != ids.random_token()
    assert entropy._State.seeded is None


def test_tokens_are_long_and_fit_an_address() -> None:
    tokens = {ids.random_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens)


def test_a_query_code_has_its_form_and_passes_its_own_check() -> None:
    for _ in range(300):
        code = ids.query_code()
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", code)
        assert ids.check_query_code(code) == code


def test_the_check_character_is_computed_as_documented() -> None:
    assert ids.check_query_code("2222-2222-2222") == "2222-2222-2222"
    assert ids.check_query_code("3222-2222-2223") == "3222-2222-2223"
    assert ids.check_query_code("2322-2222-2224") == "2322-2222-2224"
    assert ids.check_query_code("2222-2222-223D") == "2222-2222-223D"


@pytest.mark.parametrize(
    "typed",
    [
        "3222-2222-2223",
        "322222222223",
        " 3222 2222 2223 ",
        "３２２２－２２２２－２２２３",
        "3222—2222–2223",
        "3222_2222.2223",
    ],
)
def test_a_query_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert ids.check_query_code(typed) == "3222-2222-2223"
    assert ids.check_query_code(typed.lower()) == "3222-2222-2223"


@pytest.mark.parametrize("typed", ["", "3222", "3222-2222-222", "3222-2222-22233", "0222-2222-2223", "3222-2222-222中"])
def test_what_cannot_be_a_query_code_is_none(typed: str) -> None:
    assert ids.check_query_code(typed) is None


@given(st.integers(0, 11), signs)
def test_a_single_wrong_sign_is_always_caught(at: int, wrong: str) -> None:
    code = ids.query_code().replace("-", "")
    typed = code[:at] + wrong + code[at + 1 :]
    assert (ids.check_query_code(typed) is None) == (typed != code)


@given(st.integers(0, 9))
def test_two_neighbours_swapped_are_always_caught(at: int) -> None:
    code = ids.query_code().replace("-", "")
    typed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert (ids.check_query_code(typed) is None) == (typed != code)


@given(st.text(signs, min_size=4, max_size=4), st.integers(1, 99), st.integers(1, 9999))
def test_a_slip_code_resolves_to_what_it_was_made_of(visit: str, recorder: int, counter: int) -> None:
    code = ids.slip_code(visit.lower(), recorder, counter)
    assert ids.read_slip_code(code) == ids.Slip(visit, recorder, counter)
    assert ids.check_slip_code(code.replace("-", " ").lower()) == code
    digits = code[5:].replace("0", "O").replace("1", "I")
    assert ids.check_slip_code(code[:5] + digits) == code


@given(st.integers(0, 10), st.sampled_from("0123456789" + ids.ALPHABET))
def test_a_wrong_sign_in_a_slip_code_is_always_caught(at: int, wrong: str) -> None:
    code = ids.slip_code("K7QM", 3, 12)
    plain = code.replace("-", "")
    typed = plain[:at] + wrong + plain[at + 1 :]
    assert (ids.check_slip_code(typed) is None) == (typed != plain)


def test_a_slip_code_looks_as_printed() -> None:
    assert ids.slip_code("K7QM", 3, 12) == "K7QM-03-0012-S"
    assert re.fullmatch(f"[{ids.ALPHABET}]{{4}}", ids.visit_code())


@pytest.mark.parametrize(
    ("visit", "recorder", "counter"),
    [
        ("K7Q", 1, 1),
        ("K7QMM", 1, 1),
        ("K7Q0", 1, 1),
        ("K7QM", 0, 1),
        ("K7QM", 100, 1),
        ("K7QM", 1, 0),
        ("K7QM", 1, 10_000),
    ],
)
def test_parts_that_make_no_slip_code_are_refused(visit: str, recorder: int, counter: int) -> None:
    with pytest.raises(ValueError, match=r"visit code has four signs|recorder must be 1-99"):
        ids.slip_code(visit, recorder, counter)


@pytest.mark.parametrize(
    "typed", ["", "K7QM-03-0012", "K7QM-03-0012-SS", "K7QM-X3-0012-S", "K7Q0-03-0012-S", "K7QM-00-0012-S"]
)
def test_what_cannot_be_a_slip_code_is_none(typed: str) -> None:
    assert ids.read_slip_code(typed) is None
    assert ids.check_slip_code(typed) is None


def test_a_process_that_starts_under_a_stopped_clock_begins_after_the_ones_before_it() -> None:
    with clock.frozen(MOMENT), ids.reproducible("first"):
        before = [ids.new_id() for _ in range(3)]
    with clock.frozen(MOMENT), ids.reproducible("second"):
        ids.keep_apart(60_000)
        after = ids.new_id()
        ids.keep_apart(1)
        assert ids.new_id() > after
    assert after > max(before)
    assert ids.id_time(after) >= ids.id_time(before[0]) + dt.timedelta(seconds=60)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("0", 0), ("913170000000000001", 913170000000000001), ("1070146466680434077", 1070146466680434077),
        (str(ids.MAX_ID), ids.MAX_ID), (str(ids.MAX_ID + 1), None), ("9" * 30, None), ("-1", None), ("", None),
        ("１２", None), ("12a", None), (" 12", None),
    ],
)  # fmt: skip
def test_an_id_that_was_typed_may_have_nineteen_digits_and_no_more_than_fit(typed: str, found: int | None) -> None:
    assert ids.typed_id(typed) == found
