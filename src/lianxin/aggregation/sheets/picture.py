"""Is a picture good enough to be read, and which way is up: the lines of its table say so (extra ``ocr``)."""

from importlib.util import find_spec
from typing import Any, Final

#: Pictures are worked on at this width; below `LEAST` signs are too small.
WIDTH: Final = 1600
LEAST: Final = 900
#: Below this sharpness (variance of second differences) nothing is read rightly; below this contrast neither.
SHARP: Final = 25.0
CONTRAST: Final = 40.0
#: A table's lines are at least so long, as a part of the picture.
ACROSS: Final = 0.35
DOWN: Final = 0.12
#: The steepest turn that is put right, in degrees.
STEEPEST: Final = 12.0


def has_library() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return find_spec("cv2") is not None and find_spec("rapidocr") is not None


def opened(data: bytes) -> Any:
    """The picture in grey at our width; None where it cannot be read."""
    import cv2
    import numpy as np

    grey = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None or grey.shape[1] < LEAST:
        return grey
    scale = WIDTH / grey.shape[1]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way)


def trouble(grey: Any) -> str:
    """Why a better picture is needed: ``unreadable``, ``small``, ``flat`` or ``blurred``; empty when it is good."""
    import cv2
    import numpy as np

    if grey is None:
        return "unreadable"
    if grey.shape[1] < LEAST:
        return "small"
    dark, light = np.percentile(grey, (1, 90))
    if light - dark < CONTRAST:
        return "flat"
    return "blurred" if float(cv2.Laplacian(grey, cv2.CV_64F).var()) < SHARP else ""


def straightened(grey: Any) -> Any:
    """The picture turned so that the table's lines lie level."""
    import cv2
    import numpy as np

    found = cv2.HoughLinesP(_ink(grey), 1, np.pi / 1800, 200, minLineLength=int(ACROSS * grey.shape[1]), maxLineGap=20)
    if found is None:
        return grey
    slopes = [np.degrees(np.arctan2(y2 - y1, x2 - x1)) for x1, y1, x2, y2 in np.asarray(found).reshape(-1, 4)]
    level = [slope for slope in slopes if abs(slope) <= STEEPEST]
    if not level:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.median(level)), 1.0)
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def lines(grey: Any) -> tuple[list[float], list[float]]:
    """Where the lines of the table lie in a straight picture: across from above, down from the left."""
    import numpy as np

    ink = _ink(grey)
    height, width = ink.shape
    across = _runs(_long(ink, (int(ACROSS * width), 1)).sum(axis=1) > 255 * ACROSS * width)
    if not across:
        return [], []
    table = ink[int(across[0]) : int(across[-1]) + 1]
    wanted = max(20, int(DOWN * height))
    down = _runs(_long(table, (1, min(wanted, max(1, len(table) // 2)))).sum(axis=0) > 255 * 0.6 * len(table))
    return [float(x) for x in np.asarray(across)], down


def _ink(grey: Any) -> Any:
    """What is dark against its surroundings, white on black."""
    import cv2

    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 10)


def _long(ink: Any, size: tuple[int, int]) -> Any:
    """Only what is as long as ``size``; small gaps and a slight slope are forgiven."""
    import cv2

    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))


def _runs(marks: Any) -> list[float]:
    """The middle of every stretch of marks; stretches closer than ten pixels are one."""
    found: list[list[int]] = []
    for at in (int(x) for x in marks.nonzero()[0]):
        if found and at - found[-1][-1] <= 10:
            found[-1].append(at)
        else:
            found.append([at])
    return [(run[0] + run[-1]) / 2 for run in found]
