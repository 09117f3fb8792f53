"""Recorders with phones: real browsers with storage of their own, the network taken away, answers lost on purpose.

A phone is a browser folder on the disk; it is closed after recording and opened again for delivering, so that what it
delivers comes from its storage and from nowhere else.
"""

import asyncio
import datetime as dt
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.browser import LAUNCH_FLAGS
from tests.require import chromium_path

READY: Final = "可以断网使用了"
DONE: Final = "都送到了"
#: Milliseconds until a page that does not come is a fault; 33 browsers share two processors.
PATIENCE: Final = 180_000
RECEIVE, PHOTO = "**/field/receive/", "**/field/photo/**"


@dataclass(frozen=True)
class Thing:
    """One thing to record: the words, whether it was seen, in which compound (by its place on the page), a photo."""

    words: str
    seen: bool
    compound: int
    photo: bytes
    name: str


@dataclass
class Recorder:
    """Somebody with a phone on one visit."""

    number: int
    link: str
    folder: Path
    things: Sequence[Thing]
    slips: list[str] = field(default_factory=list)
    taps: int = 0
    signs: int = 0
    sent: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


@dataclass
class Crowd:
    """All recorders, so many browsers at a time, on one server."""

    base: str
    recorders: Sequence[Recorder]
    together: int
    received: int = 0
    pieces: int = 0

    async def each(self, playwright: Any, work: Callable[[Any, Recorder], Awaitable[None]]) -> None:
        """Run a piece of work for every recorder in an opened phone of its own."""
        gate = asyncio.Semaphore(self.together)

        async def one(recorder: Recorder) -> None:
            async with gate:
                phone = await playwright.chromium.launch_persistent_context(
                    recorder.folder, executable_path=chromium_path(), args=LAUNCH_FLAGS, locale="zh-CN",
                    timezone_id="Asia/Shanghai", viewport={"width": 360, "height": 740},
                )  # fmt: skip
                phone.set_default_timeout(PATIENCE)
                try:
                    await work(phone, recorder)
                finally:
                    await phone.close()

        order = list(self.recorders)
        Random(len(order)).shuffle(order)
        await asyncio.gather(*(one(recorder) for recorder in order))

    async def record(self, phone: Any, recorder: Recorder) -> None:
        """Open the link with network; lose the network; record everything within two hours of the phone's clock."""
        page = phone.pages[0] if phone.pages else await phone.new_page()
        await page.goto(self.base + recorder.link)
        await page.get_by_role("button", name="开始记录").click()
        await page.locator("[data-ready]", has_text=READY).wait_for()
        await phone.set_offline(True)
        now = dt.datetime.now(dt.UTC)
        await page.goto(f"{self.base}/field/visit-item/")
        for n, thing in enumerate(recorder.things):
            ago = dt.timedelta(hours=2) * (1 - n / len(recorder.things))
            await phone.clock.set_fixed_time(now - ago)
            await self._one(page, recorder, thing)
        recorder.signs = sum(len(thing.words) for thing in recorder.things)

    async def _one(self, page: Any, recorder: Recorder, thing: Thing) -> None:
        """One thing: where it comes from, the words, the compound, read back, saved."""

        async def tap(target: Any) -> None:
            recorder.taps += 1
            await target.click()

        form = page.locator("form[data-record]")
        await form.wait_for()
        if thing.seen:
            await tap(form.locator("label.choice", has_text="走的时候看到的"))
        await form.locator("textarea[name=words]").fill(thing.words)
        cards = form.locator("input[name=compound]")
        if await cards.count() and not await cards.nth(thing.compound % await cards.count()).is_checked():
            at = thing.compound % await cards.count()
            await tap(form.locator("label.choice", has=page.locator("input[name=compound]")).nth(at))
        if not thing.seen:
            await tap(form.locator("label.choice", has=page.locator("input[name=read_back]")))
        picture = {"name": thing.name, "mimeType": "image/jpeg", "buffer": thing.photo}
        await form.locator("input[type=file]").set_input_files([picture])
        await tap(form.get_by_role("button", name="存好"))
        await page.locator("[data-slip]").wait_for()
        recorder.slips.append(await page.locator("[data-slip] [data-code]").inner_text())
        if len(recorder.slips) < len(recorder.things):
            await tap(page.locator("[data-slip] [data-next]"))

    async def deliver(self, phone: Any, recorder: Recorder) -> None:
        """Open the phone again, with a network that loses answers, breaks photos and fails; until all is delivered."""
        rng = Random(1000 + recorder.number)
        await phone.route(RECEIVE, lambda route: self._words(route, recorder, rng))
        await phone.route(PHOTO, lambda route: self._photo(route, recorder, rng))
        page = phone.pages[0] if phone.pages else await phone.new_page()
        await page.goto(f"{self.base}/field/", wait_until="domcontentloaded")
        title = page.locator("[data-queue] [data-title]")
        for _turn in range(200):
            if await title.inner_text() == DONE:
                return
            await page.evaluate("document.querySelector('[data-queue] [data-send]:not([hidden])')?.click()")
            await asyncio.sleep(1.5)
        recorder.faults["未送完"] += 1

    async def _words(self, route: Any, recorder: Recorder, rng: Random) -> None:
        body = route.request.post_data or ""
        if body not in recorder.sent:
            recorder.sent.append(body)
        chance = rng.random()
        if chance < 0.2:
            recorder.faults["收下了，回执丢了"] += 1
            await self._lost(route, recorder)
            self.received += 1
        elif chance < 0.3:
            recorder.faults["没有到服务器"] += 1
            await route.abort()
        elif chance < 0.4:
            recorder.faults["服务器答 500"] += 1
            await route.fulfill(status=500, body="")
        else:
            await route.continue_()
            self.received += 1

    async def _lost(self, route: Any, recorder: Recorder) -> None:
        """It reaches the server; the answer does not reach the phone."""
        try:
            await route.fetch()
        except Exception:  # noqa: BLE001 - a killed server is one of the things that may happen here
            recorder.faults["发的时候服务器不在"] += 1
        await route.abort()

    async def _photo(self, route: Any, recorder: Recorder, rng: Random) -> None:
        chance = rng.random()
        self.pieces += 1
        if chance < 0.1:
            recorder.faults["照片传到一半断了"] += 1
            await route.abort()
        elif chance < 0.15:
            recorder.faults["照片收下了，回执丢了"] += 1
            await self._lost(route, recorder)
        else:
            await route.continue_()

    async def repeat(self, phone: Any, recorder: Recorder) -> None:
        """Send everything twice more, shuffled, as a phone would that had forgotten it was done."""
        bodies = [*recorder.sent, *recorder.sent]
        Random(recorder.number).shuffle(bodies)
        headers = {
            "X-Lianxin-Field": "1", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json",
            "X-Field-Sent-At": dt.datetime.now(dt.UTC).isoformat(),
        }  # fmt: skip
        numbers: dict[str, set[str]] = {}
        for body in bodies:
            answer = await phone.request.post(f"{self.base}/field/receive/", data=body.encode(), headers=headers)
            data = await answer.json()
            if answer.status != 200:
                recorder.faults[f"重发答 {answer.status}"] += 1
            numbers.setdefault(json.loads(body)["key"], set()).add(data.get("number", ""))
        if any(len(found) != 1 for found in numbers.values()):
            recorder.faults["重发得到别的编号"] += 1
