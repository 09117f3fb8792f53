"""Photos: proved to be pictures by their content, turned upright, freed of everything but the picture, made smaller.

The limits are checked before anything is decoded. What comes out holds no EXIF, no position, no comment, no profile.
"""

import hashlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from PIL import Image, ImageOps

from lianxin.core.filetypes import PHOTOS, sniff

MAX_BYTES = 10 * 1024 * 1024
"""Largest photo taken, in bytes."""
MAX_PIXELS = 40_000_000
"""Most pixels a photo may have."""
LONGEST_SIDE = 2560
"""Longer side of a stored photo, in pixels."""
THUMBNAILS = (320, 960)
"""Longer sides of the small versions, in pixels."""
_QUALITY, _THUMB_QUALITY = 85, 78
_FORMATS = ("JPEG", "PNG", "WEBP")
_WHITE = (255, 255, 255)


class ImageRefused(ValueError):
    """A photo that is not taken.

    ``code``: ``empty``, ``too_large`` (bytes), ``too_many_pixels``, ``not_an_image``, ``unsupported`` (a picture of a
    kind we do not take, say HEIC), ``damaged``; ``detail``: the limit or the kind.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep code and detail."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Picture:
    """An encoded picture: its bytes, media type and size in pixels."""

    data: bytes
    mime: str
    width: int
    height: int


@dataclass(frozen=True)
class Photo(Picture):
    """A photo as it is stored: the picture, its small versions by longer side, and digests.

    ``original_digest`` is the SHA-256 of the file as it came, by which a second upload of it is recognised.
    """

    digest: str = ""
    original_digest: str = ""
    thumbnails: dict[int, Picture] = field(default_factory=dict)


def process_photo(
    source: bytes | BinaryIO,
    *,
    webp: bool = False,
    longest_side: int = LONGEST_SIDE,
    thumbnails: Sequence[int] = THUMBNAILS,
) -> Photo:
    """Return a clean, upright, re-encoded photo (JPEG, or WebP on request) with small versions.

    ImageRefused otherwise.
    """
    data = source if isinstance(source, bytes) else source.read(MAX_BYTES + 1)
    check_photo(data)
    picture = _upright(data, longest_side)
    stored = encode(_within(picture, longest_side), webp=webp, quality=_QUALITY)
    small = {side: encode(_within(picture, side), webp=True, quality=_THUMB_QUALITY) for side in thumbnails}
    return Photo(
        stored.data,
        stored.mime,
        stored.width,
        stored.height,
        digest=hashlib.sha256(stored.data).hexdigest(),
        original_digest=hashlib.sha256(data).hexdigest(),
        thumbnails=small,
    )


def check_photo(data: bytes) -> tuple[int, int]:
    """Return a photo's size in pixels without decoding it; ImageRefused when it is not one or too large."""
    if not data:
        raise ImageRefused("empty")
    if len(data) > MAX_BYTES:
        raise ImageRefused("too_large", str(MAX_BYTES))
    known = sniff(data)
    if known is None or not known.mime.startswith("image/"):
        raise ImageRefused("not_an_image")
    if known.kind not in PHOTOS:
        raise ImageRefused("unsupported", known.kind)
    with _opened(data) as picture:
        width, height = picture.size
    if width * height > MAX_PIXELS:
        raise ImageRefused("too_many_pixels", str(MAX_PIXELS))
    return width, height


def _opened(data: bytes) -> Image.Image:
    """Open a picture lazily; ImageRefused when its head is broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise ImageRefused("too_many_pixels", str(MAX_PIXELS)) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise ImageRefused("damaged") from None


def _upright(data: bytes, longest_side: int) -> Image.Image:
    """Decode a picture, turn it as its camera says, and lay transparency on white; ImageRefused when it is damaged."""
    try:
        with _opened(data) as picture:
            picture.draft("RGB", (longest_side, longest_side))
            turned = ImageOps.exif_transpose(picture)
            return _flat(turned)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, Image.DecompressionBombError):
        raise ImageRefused("damaged") from None


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture in plain colours, transparent parts white, without any attached data."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        flat = Image.new("RGB", clear.size, _WHITE)
        flat.paste(clear, mask=clear.getchannel("A"))
        return flat
    if picture.mode.startswith(("I", "F")):
        return ImageOps.autocontrast(picture.convert("F").convert("L")).convert("RGB")
    flat = picture.convert("RGB")
    flat.info.clear()
    return flat


def _within(picture: Image.Image, longest_side: int) -> Image.Image:
    """Return a picture whose longer side is at most so many pixels; never enlarged."""
    if max(picture.size) <= longest_side:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    return smaller


def encode(picture: Image.Image, *, webp: bool, quality: int) -> Picture:
    """Return a picture encoded as WebP or progressive JPEG, without metadata."""
    target = io.BytesIO()
    if webp:
        picture.save(target, "WEBP", quality=quality, method=4, exif=b"", icc_profile=None)
    else:
        picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True, exif=b"", icc_profile=None)
    return Picture(target.getvalue(), "image/webp" if webp else "image/jpeg", *picture.size)
