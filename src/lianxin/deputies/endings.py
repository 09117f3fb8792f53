"""Why mandates end: the law behind each reason, as data with a source and a mark where it is to be confirmed."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Ending:
    """One reason: by which law, what must be at hand, and ``待核`` where nobody has compared it with the text."""

    code: str
    source: str
    status: str
    needs: str


@cache
def endings() -> dict[str, Ending]:
    """Every reason by its code, as of the data file."""
    text = files("lianxin.deputies").joinpath("data/endings.json").read_text(encoding="utf-8")
    return {row["code"]: Ending(**row) for row in json.loads(text)["endings"]}


def basis(code: str) -> str:
    """The source of a reason with its mark, for a page."""
    found = endings().get(code)
    if found is None or not found.source:
        return ""
    return f"{found.source}（{found.status}）" if found.status else found.source
