"""The search of goal 4: a whole vote on the real server, then everything it left behind is read for secrets.

Searched: every file of the data folder (database, journal, logs, boards, a backup unpacked) and the memory of the
server's processes.  Looked for: choice vectors, randomness, secret exponents, private credentials and scrutineers'
seeds and keys, each as text, hex, Base64 and raw bytes; in the files also the marks of who sent a ballot.  What a
ballot publishes itself is no secret.  ``leak`` runs a build that writes the voter's vote into a log on purpose.
"""

import base64
import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lianxin.ballots.protocol.chance import SystemChance
from lianxin.ballots.protocol.credentials import secret_of

ROOT = Path(__file__).parents[1]
#: Marks of the sender that no file may hold.
BROWSER, COOKIE = "lianxin-search-browser-7f3a", "lianxin-search-cookie-91bd"
_PIECE = 1 << 20
#: What a ballot draws first: the randomness of its thirteen ciphertexts, and the first proof's.
_OPENINGS = 14
_EMPTY = bytes(1 << 16)
#: Which envelope casts, in order; the first one votes again.
VOTERS = (0, 1, 2, 3, 4, 0)
NAMES = tuple(f"候选项目{at}" for at in range(1, 13))


class Recording(SystemChance):
    """The system's randomness, which remembers what it gave."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.given: list[int] = []

    def below(self, bound: int) -> int:
        """A number in [0, bound)."""
        found = super().below(bound)
        self.given.append(found)
        return found


def encodings(secret: int | str | list[int]) -> set[bytes]:
    """Every form in which a secret might stand somewhere."""
    if isinstance(secret, int):
        raw = secret.to_bytes(32, "big")
        return {str(secret).encode(), raw, raw[::-1], raw.hex().encode(), f"{secret:x}".encode(), base64.b64encode(raw)}
    if isinstance(secret, list):
        joined = "".join(map(str, secret)).encode()
        texts = (json.dumps(secret), json.dumps(secret, separators=(",", ":")), str(tuple(secret)))
        return {joined, bytes(secret), *(one.encode() for one in texts)}
    raw = secret.encode()
    plain = raw.replace(b"-", b"")
    return {raw, plain, raw.hex().encode(), plain.hex().encode(), base64.b64encode(raw), base64.b64encode(plain)}


class Search:
    """Many fixed patterns in many bytes at once: everything is written in hex and ``grep`` looks for all of it."""

    def __init__(self, secrets: dict[str, set[bytes]]) -> None:
        """Take the secrets by name."""
        self.names = {needle.hex(): name for name, some in secrets.items() for needle in some}
        self.longest = max(map(len, self.names)) // 2

    def names_in(self, chunks: Iterable[bytes]) -> set[str]:
        """The names of what stands in some bytes."""
        return {self.names[needle] for needle in self.needles_in(chunks)}

    def forget(self, chunks: Iterable[bytes]) -> None:
        """Leave out what stands in some bytes already: a pattern of thirteen bits stands in many tables."""
        for needle in self.needles_in(chunks):
            del self.names[needle]

    def needles_in(self, chunks: Iterable[bytes]) -> set[str]:
        """What stands in some bytes, in hex."""
        with tempfile.NamedTemporaryFile("w") as patterns, tempfile.TemporaryFile() as hits:
            patterns.write("\n".join(self.names) + "\n")
            patterns.flush()
            words = ["grep", "-oFf", patterns.name]
            with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=hits, env={"LC_ALL": "C"}) as grep:
                assert grep.stdin is not None
                for raw in chunks:
                    for at in range(0, len(raw), _PIECE):
                        piece = raw[at : at + _PIECE + self.longest]
                        grep.stdin.write(piece.hex().encode() + b"\n")
                grep.stdin.close()
            hits.seek(0)
            return {line.decode().strip() for line in hits if line.strip()}


def unpacked(raw: bytes) -> Iterator[bytes]:
    """Bytes, and what is packed in them where they are an archive."""
    yield raw
    if raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield from unpacked(archive.read(name))


def memory_of(process: int) -> Iterator[bytes]:
    """The readable memory of a process, region by region."""
    for line in Path(f"/proc/{process}/maps").read_text(encoding="utf-8").splitlines():
        span, rights = line.split()[:2]
        first, last = (int(part, 16) for part in span.split("-"))
        if not rights.startswith("rw") or last - first > 1 << 30:
            continue
        try:
            with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
                memory.seek(first)
                whole = memory.read(last - first) or b""
        except (OSError, OverflowError):
            continue
        pieces = (whole[at : at + len(_EMPTY)] for at in range(0, len(whole), len(_EMPTY)))
        yield b"".join(piece for piece in pieces if piece != _EMPTY)


def below(process: int) -> list[int]:
    """A process and all processes it started."""
    found = [process]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
    return found


def run(folder: Path, *, leak: bool) -> list[str]:
    """One whole vote; where a secret was found, as lines."""
    folder.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-m", "bench.secrets_search", str(folder), "leak" if leak else "clean"],
        cwd=ROOT, env=_environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    lines: list[str] = json.loads(done.stdout.splitlines()[-1])
    return lines


def _environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    return {**kept, "LIANXIN_DATA": str(folder), "LIANXIN_HOSTS": "*", "PYTHONPATH": path, **more}


def main() -> None:
    """The whole vote in a process of its own: the secrets live here, the server must not know them."""
    folder, leak = Path(sys.argv[1]), sys.argv[2] == "leak"
    from bench.common import set_up

    set_up(folder)
    port = _free_port()
    sitting, secrets = _prepared()
    settings = "bench.leaking" if leak else "lianxin.conf.settings"
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "lianxin", "serve", "--port", str(port)], cwd=ROOT,
        env=_environment(folder, DJANGO_SETTINGS_MODULE=settings), stdout=log, stderr=log,
    )  # fmt: skip
    try:
        _wait(port)
        marks = Search({f"选择 {at}": encodings(marks_of(at)) for at in range(len(VOTERS))})
        for process in below(server.pid):  # before anybody has voted
            marks.forget(memory_of(process))
        secrets |= _voted(sitting, port, leak=leak)
        _finished(sitting, folder)
        lines = _searched(folder, server.pid, secrets, marks)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    sys.stdout.write(json.dumps(sorted(lines), ensure_ascii=False) + "\n")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def _prepared() -> tuple[Any, dict[str, Any]]:
    """An open vote, and what the scrutineers' devices and the envelopes know."""
    from lianxin.db.scope import town_scope
    from tests.ballots import sitting as made_by
    from tests.places.factories import make_town

    made_by.NAMES = NAMES  # type: ignore[assignment]
    with town_scope(make_town(is_default=True)):
        chance = Recording()
        sitting = made_by.prepared(seats=10, rule={"recast": True})
        sitting.chance = chance
        sitting.envelopes(6).keys().fixed().opened(void=1)
        secrets: dict[str, Any] = {f"信封 {at}": code for at, code in enumerate(sitting.codes[:-1])}
        secrets |= {
            f"凭证指数 {at}": int(secret_of(code, sitting.election.uuid)) for at, code in enumerate(sitting.codes)
        }
        secrets |= {f"监票人密钥 {at}": int(one) for at, one in sitting.secrets.items()}
    return sitting, secrets


def marks_of(at: int) -> list[int]:
    """What the ballot number ``at`` says; no two alike, none of them regular."""
    digest = hashlib.sha256(f"choices {at}".encode()).digest()
    row = [byte & 1 for byte in digest[:12]]
    return [0, *row[:10], 1, 0] if not 2 < sum(row) <= 10 else [0, *row]


def _voted(sitting: Any, port: int, *, leak: bool) -> dict[str, Any]:
    """Five deputies vote over the wire, one of them twice."""
    from lianxin.db.models import Town
    from lianxin.db.scope import town_scope

    secrets: dict[str, Any] = {}
    address = f"http://127.0.0.1:{port}/vote/{sitting.election.uuid}/cast/"
    for at, voter in enumerate(VOTERS):
        row = marks_of(at)
        chance = Recording()
        with town_scope(Town.objects.get()):
            raw = sitting.ballot(voter, [row], chance)
        published = raw.decode()
        secrets |= {
            f"随机数 {at}/{n}": one for n, one in enumerate(chance.given[:_OPENINGS]) if str(one) not in published
        }
        headers = {"User-Agent": BROWSER, "Cookie": f"lx_session={COOKIE}", "Content-Type": "application/json"}
        if leak:
            headers["X-Leak"] = f"{sitting.codes[voter]} {json.dumps(row)} {chance.given[0]}"
        with urllib.request.urlopen(urllib.request.Request(address, raw, headers)) as answer:
            assert answer.status == 200
    return secrets


def _finished(sitting: Any, folder: Path) -> None:
    """Sealed, decrypted, verified; and a backup is made."""
    from lianxin.ballots.actions import VerifyResult
    from lianxin.db.models import Town
    from lianxin.db.scope import town_scope
    from tests.ballots.sitting import OFFICE

    with town_scope(Town.objects.get()):
        sitting.closed().decrypted(1, 2)
        VerifyResult(actor=OFFICE, election=sitting.again()).execute()
    words = [sys.executable, "-m", "lianxin", "backup", str(folder / "backup.zip"), "--with-keys"]
    subprocess.run(words, cwd=ROOT, env=_environment(folder), check=True, capture_output=True)


def _searched(folder: Path, server: int, secrets: dict[str, Any], marks: Search) -> set[str]:
    """Where secrets were found; the marks of a sender are looked for in files only, memory forgets them later."""
    known = {name: encodings(secret) for name, secret in secrets.items()}
    votes = {f"选择 {at}": encodings(marks_of(at)) for at in range(len(VOTERS))}
    in_files = Search({**known, **votes, "谁投的：浏览器": {BROWSER.encode()}, "谁投的：会话": {COOKIE.encode()}})
    lines: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "static" not in path.relative_to(folder).parts:
            lines |= {f"{name} 在文件 {path.name}" for name in in_files.names_in(unpacked(path.read_bytes()))}
    in_memory = Search(known)
    in_memory.names |= marks.names
    for process in below(server):
        lines |= {f"{name} 在内存" for name in in_memory.names_in(memory_of(process))}
    return lines


if __name__ == "__main__":
    main()
