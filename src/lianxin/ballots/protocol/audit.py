"""The auditor: the sixteen rules an archive must keep, each passed, failed or not checked.

Stricter than the reference tool, which passes several falsified archives.  A missing input is never a failure and
never silent: the rule says "not checked" and what would be needed.  What hangs on something that failed is not judged.
"""

import importlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from lianxin.ballots.protocol import archive as files
from lianxin.ballots.protocol import tally
from lianxin.ballots.protocol.archive import Event
from lianxin.ballots.protocol.ballot import Ballot, WrongBallot, check_proofs, check_signature, elements_of, read_ballot
from lianxin.ballots.protocol.election import Election, read_election
from lianxin.ballots.protocol.encoding import fields, hex_digest, listed, parse, text, whole
from lianxin.ballots.protocol.findings import Audit, Broken, Finding, Inputs, Progress, Report, Status
from lianxin.ballots.protocol.group import ELEMENT_DIGITS, Malformed, all_elements, checked_before, element, is_element
from lianxin.ballots.protocol.trustees import read_trustees

RULES: Final = tuple(range(1, 17))
#: So many ballots are checked together.
TOGETHER: Final = 32
_OPEN: Final = {
    files.SETUP: (files.BALLOT, files.END), files.BALLOT: (files.BALLOT, files.END), files.END: (files.TALLY,),
    files.TALLY: (files.DECRYPTION,), files.DECRYPTION: (files.DECRYPTION, files.RESULT), files.RESULT: (),
}  # fmt: skip


def audit(raw: bytes, inputs: Inputs | None = None, progress: Progress = lambda _done, _all: None) -> Report:
    """Judge an archive."""
    state = Audit(raw, inputs or Inputs(), progress)
    _run(state)
    findings = tuple(state.found.get(rule, Finding(rule, Status.NOT_CHECKED, "depends_on_failed")) for rule in RULES)
    return Report(findings, state.facts)


def _run(state: Audit) -> None:
    """All rules, as far as each can be judged."""
    if not state.judge(_load, 3):
        return
    state.judge(_last_hash, 14)
    state.judge(_prefixes, 15)
    state.judge(_tool, 16)
    once = state.judge(_one_setup, 1)
    ordered = state.judge(_grammar, 2)
    if not once:
        return
    fixed = [state.judge(_election, 4), state.judge(_voters, 5)]
    if fixed[0]:
        fixed.append(state.judge(_trustees, 6))
    unique = state.judge(_unique, 8)
    if not all(fixed[:2]):
        return
    state.judge(_void, 13)
    if state.judge(_ballots, 7) and ordered and unique and all(fixed):
        _counting(state)


def _counting(state: Audit) -> None:
    """The rules about counts, each on top of the one before."""
    if not state.judge(_tally, 9) or not state.judge(_decryptions, 10):
        return
    state.judge(_result, 11)
    state.judge(_plausible, 12)


# Layout and chain -----------------------------------------------------------------------------------------------------


def _load(state: Audit) -> None:
    """Rule 3: layout to the byte, heights, parents, and records in the order the events ask for."""
    state.archive = files.load(state.raw)
    events = state.archive.events
    if not events:
        raise Broken(3, "no_events")
    parent = ""
    for height, event in enumerate(events):
        if event.height != height:
            raise Broken(3, "height", event=height)
        if event.parent != parent:
            raise Broken(3, "parent", event=height)
        parent = event.digest
    names = [name for name, _raw in state.archive.records]
    if names != _expected_names(state):
        raise Broken(3, "order_of_records")
    state.facts |= {"events": len(events), "setup": events[0].digest, "last": events[-1].digest}
    state.passed(3, events=len(events))


def _expected_names(state: Audit) -> list[str]:
    """The records that the events ask for, in order."""
    names: list[str] = []
    for event in state.archive.events:
        names += [f"{digest}.data.json" for digest in _data_of(state, event)]
        names.append(f"{event.digest}.event.json")
    return names


def _data_of(state: Audit, event: Event) -> list[str]:
    if not event.payload:
        return []
    inner: tuple[str, ...] = {
        files.SETUP: ("election", "trustees", "credentials"), files.TALLY: ("encrypted_tally",),
        files.DECRYPTION: ("payload",),
    }.get(event.kind, ())  # fmt: skip
    if not inner:
        return [event.payload]
    data = parse(state.record(event.payload, 3))
    if not isinstance(data, dict):
        raise Broken(3, "record_unreadable", event=event.height)
    return [str(data.get(name)) for name in inner] + [event.payload]


def _one_setup(state: Audit) -> None:
    """Rule 1: one Setup, first; and, where told, just this one."""
    setups = state.of(files.SETUP)
    if len(setups) != 1:
        raise Broken(1, "setups", count=len(setups))
    if state.archive.events[0].kind != files.SETUP:
        raise Broken(1, "setup_not_first")
    wanted = state.inputs.setup_hash.strip().lower()
    if wanted and wanted != setups[0].digest:
        raise Broken(1, "other_setup", expected=wanted, found=setups[0].digest)
    state.passed(1, setup=setups[0].digest, compared=bool(wanted))


def _grammar(state: Audit) -> None:
    """Rule 2: Setup Ballot* EndBallots EncryptedTally PartialDecryption* Result, as far as the vote has come."""
    before = ""
    for event in state.archive.events:
        if event.kind not in files.KINDS:
            raise Broken(2, "unknown_event", event=event.height, kind=event.kind[:40])
        if event.kind not in (_OPEN[before] if before else (files.SETUP,)):
            raise Broken(2, "order_of_events", event=event.height, kind=event.kind, after=before)
        if bool(event.payload) == (event.kind == files.END):
            raise Broken(2, "payload", event=event.height)
        before = event.kind
    state.facts["stage"] = before
    state.passed(2, stage=before)


def _last_hash(state: Audit) -> None:
    """Rule 14: the last event is the one that was read out."""
    wanted = state.inputs.last_hash.strip().lower()
    if not wanted:
        state.missing(14, "needs_last_hash")
    elif wanted != state.archive.last:
        raise Broken(14, "other_last", expected=wanted, found=state.archive.last)
    else:
        state.passed(14)


def _prefixes(state: Audit) -> None:
    """Rule 15: every earlier copy is the beginning of this archive."""
    if not state.inputs.earlier:
        state.missing(15, "needs_earlier")
        return
    now = files.records_of(state.raw)
    for at, copy in enumerate(state.inputs.earlier, 1):
        try:
            then = files.records_of(copy)
        except Malformed as fault:
            raise Broken(15, "copy_unreadable", copy=at) from fault
        if not then or not files.is_prefix(then, now):
            raise Broken(15, "not_the_beginning", copy=at)
    state.passed(15, copies=len(state.inputs.earlier))


def _tool(state: Audit) -> None:
    """Rule 16: the independent tool agrees."""
    if not state.inputs.tool:
        state.missing(16, "needs_tool")
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{hex_digest(state.raw)[:14]}.bel").write_bytes(state.raw)
        try:
            done = importlib.import_module("subprocess").run(  # nosec B603 - the operator names the program
                [state.inputs.tool, "election", "verify", "--dir", folder], capture_output=True, check=False
            )
        except OSError:
            state.missing(16, "tool_not_there")
            return
    if done.returncode:
        raise Broken(16, "tool_refuses", said=done.stderr.decode(errors="replace").strip()[-300:])
    state.passed(16)


# What Setup fixes -----------------------------------------------------------------------------------------------------


def _setup_records(state: Audit, rule: int) -> tuple[bytes, bytes, bytes]:
    data = parse(state.payload(state.archive.events[0], rule))
    election, trustees, credentials = fields(data, ("election", "trustees", "credentials"))
    return state.record(election, rule), state.record(trustees, rule), state.record(credentials, rule)


def _election(state: Audit) -> None:
    """Rule 4: version, group, questions of the known kind; and, where told, just these."""
    state.election = read_election(_setup_records(state, 4)[0])
    questions = [one.written() for one in state.election.questions]
    state.facts |= {"uuid": state.election.uuid, "name": state.election.name, "questions": questions}
    wanted = state.inputs.expect.get("questions")
    if wanted is not None and not _as_expected(wanted, questions):
        raise Broken(4, "other_questions", expected=wanted)
    state.passed(4, fingerprint=state.election.fingerprint, compared=wanted is not None)


def _as_expected(wanted: Any, questions: list[dict[str, Any]]) -> bool:
    """Questions as a number, as texts, or in full."""
    if isinstance(wanted, int):
        return wanted == len(questions)
    if isinstance(wanted, list) and all(isinstance(one, str) for one in wanted):
        return bool(wanted == [one["question"] for one in questions])
    return bool(wanted == questions)


def _voters(state: Audit) -> None:
    """Rule 5: no weights; public credentials distinct and in the group.

    Whether they are sorted, so that their order says nothing, is said but not held against an archive: the reference
    tool leaves them in any order.
    """
    rows = listed(parse(_setup_records(state, 5)[2]))
    names = [text(row) for row in rows]
    for at, name in enumerate(names, 1):
        if "," in name:
            raise Broken(5, "weight", row=at)
        if len(name) > ELEMENT_DIGITS:
            raise Broken(5, "not_in_group", row=at)
    if len(set(names)) != len(names):
        raise Broken(5, "credential_twice")
    keys = [_credential(name, at) for at, name in enumerate(names, 1)]
    wanted = state.inputs.expect.get("voters")
    if wanted is not None and wanted != len(keys):
        raise Broken(5, "other_number", expected=wanted, found=len(keys))
    state.voters = frozenset(keys)
    state.facts["voters"] = len(keys)
    in_order = names == sorted(names) or keys == sorted(keys)
    state.passed(5, voters=len(keys), sorted=in_order, compared=wanted is not None)


def _credential(name: str, row: int) -> Any:
    try:
        key = element(name)
    except Malformed as fault:
        raise Broken(5, str(fault), row=row) from fault
    if key == 1:
        raise Broken(5, "credential_is_one", row=row)
    return key


def _trustees(state: Audit) -> None:
    """Rule 6: keys proven, distinct, as many as decided, multiplying to the election's key; hardened where asked."""
    state.trustees = read_trustees(_setup_records(state, 6)[1])
    keys = [owner.public_key for owner in state.trustees.owners]
    if len(set(keys)) != len(keys):
        raise Broken(6, "key_twice")
    if state.trustees.public_key != state.election.public_key:
        raise Broken(6, "not_the_elections_key")
    hardened = all(item.hardened for item in state.trustees.items)
    if state.inputs.require_hardened and not hardened:
        raise Broken(6, "not_hardened")
    _decided(state)
    threshold = [item.threshold for item in state.trustees.items if item.threshold]
    state.facts |= {"trustees": len(keys), "threshold": threshold, "hardened": hardened}
    state.passed(6, trustees=len(keys), threshold=threshold, hardened=hardened)


def _decided(state: Audit) -> None:
    """Numbers equal to what the meeting decided; a threshold of all is a list of single keys."""
    size = len(state.trustees.owners)
    wanted = state.inputs.expect.get("trustees")
    if wanted is not None and wanted != size:
        raise Broken(6, "other_trustees", expected=wanted, found=size)
    items = state.trustees.items
    needed = sum(item.threshold or 1 for item in items)
    wanted = state.inputs.expect.get("threshold")
    if wanted is not None and (wanted or size) != needed:
        raise Broken(6, "other_threshold", expected=wanted, found=needed)


# Ballots --------------------------------------------------------------------------------------------------------------


def _unique(state: Audit) -> None:
    """Rule 8: no ballot stands twice."""
    seen: dict[str, int] = {}
    for event in state.of(files.BALLOT):
        if event.payload in seen:
            raise Broken(8, "ballot_twice", event=event.height, before=seen[event.payload])
        seen[event.payload] = event.height
    state.passed(8, ballots=len(seen))


def _void(state: Audit) -> None:
    """Rule 13: no ballot was cast with a void credential."""
    if state.inputs.void is None:
        state.missing(13, "needs_void")
        return
    void = {one.strip() for one in state.inputs.void if one.strip()}
    for event in state.of(files.BALLOT):
        data = parse(state.payload(event, 13))
        if isinstance(data, dict) and data.get("credential") in void:
            raise Broken(13, "void_credential", event=event.height)
    state.passed(13, void=len(void))


def _check_many(chunk: tuple[bytes, list[tuple[int, bytes]]]) -> list[tuple[int, str]]:
    """Check some ballots in a process of their own; the wrong ones with their codes."""
    return list(_check_some(read_election(chunk[0]), chunk[1]).items())


def _check_some(election: Election, work: Sequence[tuple[int, bytes]]) -> dict[int, str]:
    """Some ballots, whose numbers are checked jointly first and one by one only where that fails."""
    read: dict[int, Ballot] = {}
    wrong: dict[int, str] = {}
    for height, raw in work:
        try:
            read[height] = read_ballot(raw, election, checked_before)
        except (Malformed, WrongBallot) as fault:
            wrong[height] = str(fault)
    if not all_elements([one for ballot in read.values() for one in elements_of(ballot)]):
        for height, ballot in list(read.items()):
            if not all(is_element(one) for one in elements_of(ballot)):
                wrong[height] = "not_in_group"
                del read[height]
    for height, ballot in read.items():
        if code := _unproven(ballot, election):
            wrong[height] = code
    return wrong


def _unproven(ballot: Ballot, election: Election) -> str:
    """What does not prove what it must, as codes with commas; empty where all is proven."""
    found = []
    try:
        check_proofs(ballot, election)
    except WrongBallot as fault:
        found.append(str(fault))
    try:
        check_signature(ballot)
    except WrongBallot as fault:
        found.append(str(fault))
    return ",".join(found)


def _ballots(state: Audit) -> None:
    """Rule 7: every ballot is canonical, signed by a credential of the list, and proven; all wrong ones are named."""
    events = state.of(files.BALLOT)
    work = [(event.height, state.payload(event, 7)) for event in events]
    wrong = _in_chunks(state, work)
    for height, raw in work:
        if height not in wrong:
            ballot = read_ballot(raw, state.election, checked_before, written_before=True)
            state.ballots.append(ballot)
            if ballot.credential not in state.voters:
                wrong[height] = "unknown_credential"
    if wrong:
        first = min(wrong)
        raise Broken(7, wrong[first], event=first, wrong=len(wrong))
    state.facts["ballots"] = len(work)
    state.passed(7, ballots=len(work))


def _in_chunks(state: Audit, work: Sequence[tuple[int, bytes]]) -> dict[int, str]:
    """Ballots are independent of each other, so they are taken in parts, and shared out where there are processors."""
    jobs = state.inputs.jobs if len(work) > TOGETHER else 1
    size = TOGETHER if jobs == 1 else max(8, min(TOGETHER, -(-len(work) // (jobs * 4))))
    chunks = [(state.election.raw, list(work[at : at + size])) for at in range(0, len(work), size)]
    wrong: dict[int, str] = {}
    done = 0
    with _pool(jobs) as checked:
        for chunk, found in zip(chunks, checked(_check_many, chunks), strict=True):
            wrong |= dict(found)
            done += len(chunk[1])
            state.progress(done, len(work))
    return wrong


@contextmanager
def _pool(jobs: int) -> Iterator[Callable[..., Iterable[list[tuple[int, str]]]]]:
    """`map`, or the `map` of several processes, whose machinery is only loaded where it is wanted."""
    if jobs == 1:
        yield map
        return
    with importlib.import_module("concurrent.futures").ProcessPoolExecutor(jobs) as pool:
        yield pool.map


# Counts ---------------------------------------------------------------------------------------------------------------


def _tally(state: Audit) -> None:
    """Rule 9: the recorded tally and its counts equal what the ballots give."""
    valid = tally.counted(state.ballots)
    state.facts["counted"] = len(valid)
    state.sums = tally.add_up(valid, state.election)
    events = state.of(files.TALLY)
    if not events:
        state.missing(9, "not_yet")
        return
    count, total, digest = fields(
        parse(state.payload(events[0], 9)), ("num_tallied", "total_weight", "encrypted_tally")
    )
    if (count, total) != (len(valid), len(valid)):
        raise Broken(9, "other_count", recorded=count, found=len(valid))
    if state.record(digest, 9) != tally.written_tally(state.sums):
        raise Broken(9, "other_tally")
    state.passed(9, counted=len(valid))


def _decryptions(state: Audit) -> None:
    """Rule 10: each trustee once, proven at once; every sufficient choice of parts decodes, and to the same counts."""
    parts: dict[int, tally.Part] = {}
    for event in state.of(files.DECRYPTION):
        owner, digest = fields(parse(state.payload(event, 10)), ("owner", "payload"))
        number = whole(owner, 1, len(state.trustees.owners))
        if number in parts:
            raise Broken(10, "owner_twice", owner=number)
        public = state.trustees.owners[number - 1].public_key
        try:
            parts[number] = tally.read_part(state.record(digest, 10), number, public, state.sums, state.election)
        except Malformed as fault:
            raise Broken(10, str(fault), owner=number) from fault
    choices = tally.subsets(state.trustees, parts)
    if not choices:
        if state.of(files.RESULT):
            raise Broken(10, "too_few_parts", found=sorted(parts))
        state.missing(10, "not_yet")
        return
    _decode_all(state, parts, choices)
    state.passed(10, owners=sorted(parts), choices=len(choices))


def _decode_all(state: Audit, parts: Mapping[int, tally.Part], choices: Sequence[Mapping[int, Any]]) -> None:
    good = [
        (shares, counts)
        for shares in choices
        if (counts := tally.decode(state.sums, parts, shares, len(state.ballots))) is not None
    ]
    if len(good) != len(choices):
        bad = [sorted(shares) for shares in choices if all(shares is not one for one, _counts in good)]
        raise Broken(10, "not_decodable", owners=bad)
    if any(counts != good[0][1] for _shares, counts in good):
        raise Broken(10, "parts_disagree")
    state.counts = good[0][1]


def _result(state: Audit) -> None:
    """Rule 11: the recorded result is what the parts decode to."""
    events = state.of(files.RESULT)
    if not events or state.counts is None:
        state.missing(11, "not_yet")
        return
    raw = state.payload(events[0], 11)
    if raw != tally.written_result(state.counts):
        raise Broken(11, "other_result", found=state.counts)
    state.facts["result"] = state.counts
    state.passed(11)


def _plausible(state: Audit) -> None:
    """Rule 12: no question holds more votes than its rule and its ballots allow, nor fewer."""
    if state.counts is None:
        state.missing(12, "not_yet")
        return
    count = state.facts["counted"]
    for at, (row, question) in enumerate(zip(state.counts, state.election.questions, strict=True), 1):
        blank = row[0] if question.blank else 0
        marks, filled = sum(row[question.blank :]), count - blank
        inside = question.least * filled <= marks <= question.most * filled
        if filled < 0 or not inside or max(row[question.blank :]) > filled:
            raise Broken(12, "implausible", question=at)
    state.passed(12)
