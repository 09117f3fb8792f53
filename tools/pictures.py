"""Take the README's pictures of real pages: ``python3 dev.py run --with dev -m tools.pictures [FOLDER]``.

Makes the example town in a folder of its own, serves it, opens its pages in a headless browser as the people who use
them, and writes at most ten PNG files of at most 150 kB each (256 colours) to ``docs/pictures``. Needs chromium.
"""

import argparse
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
#: No picture is larger.
MOST_BYTES: Final = 150_000
#: Chromium as root, without sandbox.
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
PHONE: Final = (390, 780)
DESK: Final = (1280, 900)

WORDS: Final = "七号楼后面的路灯坏了三天，老人晚上不敢出门。上次也报过，修好两天又坏了。"


@dataclass(frozen=True)
class Picture:
    """One picture: file name, who looks (words of a line of the printed links; empty: a resident), which page."""

    name: str
    role: str
    path: str
    size: tuple[int, int] = DESK
    of: str = ""


#: Pictures of single pages; the resident's own are taken on the way through speaking.
PICTURES: Final = (
    Picture("desk", "人大办", "/desk/"),
    Picture("list", "城运中心", "/desk/cases/?list=open"),
    Picture("case", "人大办", "first case"),
    Picture("week", "书记", "/desk/week/"),
    Picture("deputy", "镇代表", "/deputy/", PHONE),
    Picture("map", "人大办", "/desk/", DESK, "section.card:has(.statemap)"),
    Picture("styleguide", "", "/styleguide/planning/"),
)


def main(arguments: list[str] | None = None) -> int:
    """Take them all; 1 where chromium is missing or a page does not answer."""
    parser = argparse.ArgumentParser(prog="tools.pictures", description="Pictures of real pages for the README.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    folder: Path = parser.parse_args(arguments).folder
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.stderr.write("chromium is missing\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as base:
        take(base, links(Path(data), base), folder, browser)
    return 0


# --- the example town --------------------------------------------------------------------------


def _lianxin(data: Path, *words: str) -> list[str]:
    os.environ["LIANXIN_DATA"] = str(data)
    return [sys.executable, "-m", "lianxin", *words]


@contextlib.contextmanager
def served(data: Path) -> Iterator[str]:
    """The example town on a free port, as long as the block runs."""
    subprocess.run(_lianxin(data, "demo-load"), check=True, stdout=sys.stderr)  # nosec B603
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(_lianxin(data, "serve", "--port", str(port)), stdout=sys.stderr)  # nosec B603
    try:
        _wait_for(base)
        yield base
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(base: str) -> None:
    """Until the first page answers; ``TimeoutError`` after half a minute."""
    for _attempt in range(60):
        try:
            urllib.request.urlopen(base, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(base)


def links(data: Path, base: str) -> list[tuple[str, str]]:
    """Label and one-time address of each role, as the town prints them."""
    command = _lianxin(data, "sign-in-links", "--site", base)
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # nosec B603
    lines = [line.strip() for line in text.splitlines()]
    return [(who, line.split()[0]) for who, line in pairwise(lines) if line.startswith(base)]


# --- the pictures ------------------------------------------------------------------------------


def take(base: str, ways: list[tuple[str, str]], folder: Path, browser: str) -> None:
    """Open a window per person and write the pictures."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=FLAGS)
        _resident(_window(chromium, PHONE), base, folder)
        windows: dict[str, Any] = {"": _window(chromium, DESK)}
        for one in PICTURES:
            page = windows.get(one.role)
            if page is None:
                page = windows[one.role] = _window(chromium, DESK)
                _enter(page, next(address for label, address in ways if one.role in label))
            page.set_viewport_size({"width": one.size[0], "height": one.size[1]})
            _open(page, base, one.path)
            write(folder / f"{one.name}.png", (page.locator(one.of) if one.of else page).screenshot())
        chromium.close()


def _window(chromium: Any, size: tuple[int, int]) -> Any:
    context = chromium.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": size[0], "height": size[1]}
    )
    return context.new_page()


def _enter(page: Any, address: str) -> None:
    """Follow a one-time link; it waits for a press."""
    page.goto(address)
    page.get_by_role("button", name="进入").click()


def _open(page: Any, base: str, path: str) -> None:
    if path != "first case":
        page.goto(base + path)
        return
    page.goto(f"{base}/desk/cases/?list=waiting_verdict")
    page.locator("a[data-open]").first.click()


def _resident(page: Any, base: str, folder: Path) -> None:
    """Speak in three screens on a phone, then the slip and the status."""
    page.goto(base + "/speak/")
    page.locator("textarea").first.fill(WORDS)
    screens = [page.screenshot()]
    page.get_by_role("button", name="下一步").click()
    page.locator("select").first.select_option(index=1)
    screens.append(page.screenshot())
    page.get_by_role("button", name="下一步").click()
    screens.append(page.screenshot())
    page.get_by_role("button", name="提交").click()
    write(folder / "speak.png", beside(screens))
    status = page.get_by_role("link", name="看办到哪一步").get_attribute("href")
    page.goto(f"{base}{status}slip/")
    write(folder / "slip.png", page.screenshot())
    page.goto(base + status)
    write(folder / "status.png", page.screenshot())


def beside(pictures: list[bytes], gap: int = 24) -> bytes:
    """Pictures of one height, side by side on paper white."""
    from PIL import Image

    images = [Image.open(BytesIO(one)).convert("RGB") for one in pictures]
    wide = sum(one.width for one in images) + gap * (len(images) - 1)
    sheet = Image.new("RGB", (wide, max(one.height for one in images)), "#e9eeed")
    left = 0
    for one in images:
        sheet.paste(one, (left, 0))
        left += one.width + gap
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def write(path: Path, picture: bytes) -> None:
    """Store a picture in 256 colours or fewer, until it is small enough; ``ValueError`` when it never is."""
    from PIL import Image

    image = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if len(out.getvalue()) <= MOST_BYTES:
            path.write_bytes(out.getvalue())
            sys.stdout.write(f"{path.name} {len(out.getvalue()) // 1000} kB\n")
            return
    raise ValueError(f"{path.name} does not fit into {MOST_BYTES} bytes")


if __name__ == "__main__":
    sys.exit(main())
