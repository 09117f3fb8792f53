"""``bench afternoon``: 33 recorders on one afternoon without network, 180 items with photos, everything that can break.

Each recorder has a browser of its own with storage on the disk. With network the visit is opened once; then the network
is gone for two hours of the phones' clocks, and everything is recorded; the browsers are closed. Opened again, they
deliver in any order over a network that loses answers after the server has committed, breaks photos half-way and fails,
while the server itself is killed (SIGKILL) in the middle and started again. At the end everything is sent twice more,
shuffled. Counted on the server's side: every item once, words and photo hashes equal, every slip resolves.

Time an item is not measured (machines do not speak) but reckoned by a keystroke model, and says so.
"""

import argparse
import asyncio
import hashlib
import http.client
import importlib
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.common import folder_for, load, set_up, stoppable, yardstick
from bench.visitors import Client

#: Keystroke model (Card, Moran, Newell 1980, seconds): pointing with a finger, thinking before a step; and our own
#: estimate, 待核, of signs typed a minute with a phone's pinyin keyboard, and spoken a minute when dictated.
POINT, THINK, TYPED, SPOKEN = 1.1, 1.35, 40, 180


@dataclass
class Server:
    """The product's own server in a process group that can be killed."""

    folder: Path
    port: int = 0
    process: Any = None
    kills: int = 0

    @property
    def base(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait for the first answer."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        words = [sys.executable, "-m", "lianxin", "--data", str(self.folder), "serve", "--port", str(self.port)]
        environment = {name: value for name, value in os.environ.items() if name != "LIANXIN_HOSTS"}
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(words, start_new_session=True, env=environment, stdout=log, stderr=log)
        for _try in range(600):
            if self._answers():
                return
            time.sleep(0.2)
        raise SystemExit(f"服务器没有起来，见 {self.folder / 'server.log'}")

    def _answers(self) -> bool:
        try:
            return Client(self.port).ask("GET", "/")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """As when the machine loses power: the whole group, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        """In order."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Result:
    """What stands on the server at the end; ``wrong`` are sentences, none when all is well."""

    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect(self, what: str, found: int, wanted: int) -> None:
        """Count something that must be exactly so many."""
        self.counts[what] = found
        if found != wanted:
            self.wrong.append(f"{what}：{found}，应当是 {wanted}")


def photo(number: int, side: int = 480) -> bytes:
    """A photo of nothing, larger than one piece of an upload, unlike any other."""
    image = importlib.import_module("PIL.Image")
    file = io.BytesIO()
    image.frombytes("RGB", (side, side), Random(number).randbytes(side * side * 3)).save(file, "JPEG", quality=92)
    return file.getvalue()


def prepare(recorders: int, items: int) -> tuple[Any, list[Any]]:
    """A fresh town with a round of today: a visit a recorder, two deputies on each, a link for the phone."""
    town, rooms = importlib.import_module("bench.afternoon_town"), importlib.import_module("bench.phones")
    folder = folder_for("afternoon")
    row, links = town.make(recorders)
    found = []
    for n, link in enumerate(links):
        numbers = range(n, items, recorders)
        things = [
            rooms.Thing(
                words=f"第{k}件：{town.WORDS[k % len(town.WORDS)]}", seen=k % 4 == 3, compound=k, photo=photo(k),
                name=f"照片{k}.jpg",
            )
            for k in numbers
        ]  # fmt: skip
        found.append(rooms.Recorder(n, link, folder / "phones" / str(n), things))
    return row, found


async def play(server: Server, recorders: Sequence[Any], together: int) -> Any:
    """Record without network, deliver over a bad one, be killed meanwhile, repeat everything."""
    from playwright.async_api import async_playwright

    rooms = importlib.import_module("bench.phones")
    crowd = rooms.Crowd(server.base, recorders, together)
    total = sum(len(one.things) for one in recorders)
    async with async_playwright() as playwright:
        await crowd.each(playwright, crowd.record)
        say(f"断网两小时（手机时间）：{len(recorders)} 台手机记了 {total} 条，浏览器全部关掉")
        killer = asyncio.create_task(kill_midway(server, crowd, total))
        await crowd.each(playwright, crowd.deliver)
        await killer
        say("重新打开浏览器，都送到了；再把每一条打乱顺序重发两遍")
        await crowd.each(playwright, crowd.repeat)
    return crowd


async def kill_midway(server: Server, crowd: Any, total: int) -> None:
    """Twice: among the words, and among the pieces of photos; each time it is soon back."""
    for what, seen in (("文字", lambda: crowd.received), ("照片", lambda: crowd.pieces)):
        for _turn in range(36_000):
            if seen() >= max(1, total // 3):
                break
            await asyncio.sleep(0.05)
        await asyncio.to_thread(server.kill)
        say(f"正在传{what}的时候服务器被杀掉（SIGKILL），一会儿再启动")
        await asyncio.sleep(1)
        await asyncio.to_thread(server.start)


def judge(row: Any, recorders: Sequence[Any], server: Server) -> Result:
    """Compare what stands on the server with what was recorded."""
    scope, verify = importlib.import_module("lianxin.db.scope"), importlib.import_module("lianxin.journal.verify")
    contact, field_models = (importlib.import_module(f"lianxin.{room}.models") for room in ("contact", "field"))
    cases = importlib.import_module("lianxin.cases.models")
    things = [thing for one in recorders for thing in one.things]
    result = Result()
    with scope.town_scope(row):
        words = list(contact.VisitItem.objects.values_list("opinion__verbatim", flat=True))
        result.expect("走访清单上的条数", len(words), len(things))
        result.expect("不同的原话", len(set(words) & {thing.words for thing in things}), len(things))
        result.expect("意见", cases.Opinion.objects.count(), len(things))
        result.expect("事项", cases.Case.objects.count(), len(things))
        hashes = {hashlib.sha256(thing.photo).hexdigest() for thing in things}
        done = field_models.Upload.objects.exclude(done_at=None).exclude(attachment_id=None).filter(refusal="")
        whole = done.values_list("sha256", flat=True)
        result.expect("照片（哈希相同）", len(set(whole) & hashes), len(hashes))
        result.expect("照片（总数）", len(whole), len(hashes))
        slips = {slip for one in recorders for slip in one.slips}
        kept = set(field_models.Item.objects.values_list("slip", flat=True))
        result.expect("取单号", len(kept & slips), len(things))
        result.expect("日志里的问题", len(verify.verify_town(row).findings), 0)
    result.expect("取单号查得到", sum(resolves(server.port, slip) for slip in sorted(slips)), len(things))
    result.expect("没送完的手机", sum(one.faults["未送完"] for one in recorders), 0)
    again = sum(n for one in recorders for what, n in one.faults.items() if what.startswith("重发"))
    result.expect("重发得到别的结果", again, 0)
    return result


def resolves(port: int, slip: str) -> bool:
    """Whether the slip's own page says that the words have arrived; asked from an address of its own on this machine.

    Residents look from home; the limit of look-ups from one address is the product's and stays as it is.
    """
    number = int(hashlib.sha256(slip.encode()).hexdigest()[:4], 16)
    here = (f"127.{1 + number // 254 % 254}.7.{1 + number % 254}", 0)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=here)
    connection.request("GET", f"/s/{slip}/")
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status == 200 and "受理编号" in body


def model(recorders: Sequence[Any]) -> str:
    """Seconds an item by the keystroke model."""
    things = sum(len(one.things) for one in recorders)
    taps, signs = sum(one.taps for one in recorders) / things, sum(one.signs for one in recorders) / things
    fixed = taps * POINT + 2 * THINK
    typed, spoken = fixed + signs / TYPED * 60, fixed + signs / SPOKEN * 60
    return (
        f"每条 {taps:.1f} 次点按、{signs:.0f} 个字；按击键模型估算（不是量出来的）：打字 {typed:.0f} 秒，"
        f"口述 {spoken:.0f} 秒（点按 {POINT} 秒、想 2×{THINK} 秒、打字每分钟 {TYPED} 字、口述 {SPOKEN} 字）；拍照另计"
    )


def say(text: str) -> None:
    """One line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def report(result: Result, recorders: Sequence[Any], server: Server) -> None:
    """Every count, every trouble that was made, the model."""
    say("；".join(f"{what} {n}" for what, n in result.counts.items()))
    troubles: Counter[str] = Counter()
    for one in recorders:
        troubles.update(one.faults)
    say("故意出的故障：" + "，".join([*(f"{what} {n}" for what, n in troubles.items()), f"服务器被杀 {server.kills}"]))
    say(model(recorders))
    say(f"标尺 {yardstick():.1f} ms，负载 {load()}")
    say("全部一致" if not result.wrong else "不一致：" + "；".join(result.wrong))


def main() -> None:
    """The afternoon; ends with 1 where a count is wrong."""
    parser = argparse.ArgumentParser(prog="bench afternoon", description="一个下午，33 个点，没有网络")
    parser.add_argument("--recorders", type=int, default=33, help="记录员，默认 33")
    parser.add_argument("--items", type=int, default=180, help="一共记几条，默认 180")
    parser.add_argument("--together", type=int, default=33, help="同时开几个浏览器，默认全部")
    options = parser.parse_args()
    folder = folder_for("afternoon")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    set_up(folder)
    row, recorders = prepare(options.recorders, options.items)
    importlib.import_module("django.db").connection.close()
    server = Server(folder)
    server.start()
    try:
        asyncio.run(play(server, recorders, options.together))
        result = judge(row, recorders, server)
    finally:
        server.stop()
    report(result, recorders, server)
    if result.wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    with stoppable():
        main()
