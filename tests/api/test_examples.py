"""The examples of ``docs/api.md``, run as they stand there."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianxin.cases import lists
from lianxin.people import roles
from tests.api.factories import make_key
from tests.cases.factories import Town, make_case
from tests.cases.suggesting import sit
from tests.cases.suggesting import walk as walk_to
from tests.records.test_attachments import photo

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def examples() -> list[tuple[int, list[str]]]:
    """Every command of the page with the status it must have."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    pairs = re.findall(r"# → (\d+)\n(curl .*)", "\n".join(blocks))
    return [(int(status), shlex.split(command)) for status, command in pairs]


def call(words: list[str]) -> Any:
    """Send one command as curl would."""
    url, rest = words[1], words[2:]
    headers: dict[str, str] = {}
    body, files = "", {}
    for flag, value in zip(rest[::2], rest[1::2], strict=True):
        if flag == "-H":
            name, _colon, content = value.partition(": ")
            headers[name] = content
        elif flag == "-d":
            body = value
        elif flag == "-F":
            files = {"file": SimpleUploadedFile(value.rpartition("@")[2], photo())}
        else:
            raise ValueError(flag)
    client, kind = Client(), headers.pop("Content-Type", "")
    if files:
        return client.post(url, files, headers=headers)
    return client.post(url, body, content_type=kind, headers=headers) if body else client.get(url, headers=headers)


def fill(word: str, values: dict[str, str]) -> str:
    """A word of a command with its variables put in."""
    for name, value in values.items():
        word = word.replace(name, value)
    return word


def _suggested(town: Town) -> int:
    """A suggestion the unit of the examples was given."""
    sit(town)
    return walk_to(town, "assign").pk


def test_every_example_answers_as_the_page_says(town: Town) -> None:
    walk = make_case(town, "assigned")
    known = {
        "$BASE": "/t/ceshi",
        "$TOKEN": walk.receipt.token,
        "$CODE": walk.receipt.code,
        "$NUMBER": walk.case.number,
        "$VERSION": str(walk.case.version),
        "$SUGGESTION": str(_suggested(town)),
    }
    unit, office = make_key(roles.UNIT_HANDLER, unit=town.office_unit).token, make_key(roles.CONGRESS_OFFICE).token
    found = examples()
    assert len(found) > 10
    for status, words in found:
        values = {**known, "$KEY": office if "/records" in words[1] else unit}
        filled = [fill(word, values) for word in words]
        answer = call(filled)
        assert answer.status_code == status, (filled, json.loads(answer.content or "{}"))


def test_the_channel_of_the_example_is_one_of_the_town(town: Town) -> None:
    channels = set(re.findall(r'"channel": "(\w+)"', PAGE.read_text(encoding="utf-8")))
    assert channels
    assert channels <= set(lists.entries("channel"))
