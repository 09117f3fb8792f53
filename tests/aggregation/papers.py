"""A filled sheet as a picture, clean or damaged: invented voices in print, for measuring what is read of it."""

import io
import random
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HEADS = ("姓名", "电话", "地点", "说了什么")
CODE = "visit:7Q2K9"
EDGES = (90, 240, 470, 690, 1150)
TOP, STEP = 360, 150
VOICES = (
    ("王小明", "13912345678", "梧桐苑6号楼", "电梯这个月停了五次，老人上不去楼"),
    ("李春兰", "13800138000", "望江路菜场", "垃圾桶夜里满出来，味道很大"),
    ("陈建国", "15021876543", "青枫路18弄", "晚上停车太乱，消防通道堵住了"),
    ("赵玉梅", "18601234567", "翠湖名邸", "广场舞音响太响，孩子没法做作业"),
    ("孙立", "17755559999", "丹桂公寓3幢", "充电棚只有八个插座，希望多装几个"),
    ("周敏", "19912340987", "春晓小学门口", "早上接送的车太多，过马路不安全"),
)
#: Turn in degrees, blur, darkening at one corner, noise, JPEG quality.
DAMAGE = ((0.0, 0.0, 0.0, 0, 92), (0.8, 0.6, 0.2, 6, 70), (1.6, 1.0, 0.35, 12, 45))


def font_path() -> Path:
    """The free font that the tests have anyway."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    return Path(str((spec.submodule_search_locations or [""])[0] if spec else "")) / "NotoSansSC-Regular.otf"


def sheet() -> Image.Image:
    """The clean sheet, A4 at 150 dots an inch."""
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    big, small = (ImageFont.truetype(str(font_path()), size) for size in (40, 26))
    draw.text((90, 120), "接待记录表", font=big, fill=0)
    code = io.BytesIO()
    segno.make_qr(CODE, error="m").save(code, kind="png", scale=6)
    page.paste(Image.open(code).convert("L"), (950, 90))
    for at in range(len(VOICES) + 2):
        draw.line((EDGES[0], TOP + at * STEP, EDGES[-1], TOP + at * STEP), fill=0, width=3)
    for edge in EDGES:
        draw.line((edge, TOP, edge, TOP + (len(VOICES) + 1) * STEP), fill=0, width=3)
    for at, row in enumerate((HEADS, *VOICES)):
        for left, text in zip(EDGES, row, strict=False):
            lines = [text[start : start + 11] for start in range(0, len(text), 11)]
            for line, words in enumerate(lines):
                draw.text((left + 14, TOP + at * STEP + 40 + 40 * line), words, font=small, fill=20)
    return page


def damaged(page: Image.Image, level: int) -> bytes:
    """The sheet as somebody's phone would have it, as JPEG; level 0 to 2, and 3 is beyond reading."""
    turn, blur, shade, noise, quality = DAMAGE[level] if level < len(DAMAGE) else (3.2, 9.0, 0.5, 0, 30)
    chance = random.Random(level)
    found = page.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=False)
    found = found.filter(ImageFilter.GaussianBlur(blur)) if blur else found
    if shade:
        dark = Image.linear_gradient("L").resize(page.size).point(lambda x: int(255 * (1 - shade * x / 255)))
        found = _times(found, dark)
    if noise:
        grain = Image.frombytes("L", (310, 439), bytes(chance.randrange(256) for _ in range(310 * 439)))
        found = Image.blend(found, grain.resize(page.size), noise / 255)
    out = io.BytesIO()
    found.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _times(one: Image.Image, other: Image.Image) -> Any:
    from PIL import ImageChops

    return ImageChops.multiply(one, other)
