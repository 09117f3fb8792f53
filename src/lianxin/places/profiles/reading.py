"""Reading a profile file and saying, in words an operator understands, what is wrong with it."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Profile = Mapping[str, Any]


class BadProfile(ValueError):
    """The profile cannot be used; the message is a Chinese sentence for the operator."""


def read_profile(source: Path | Profile) -> dict[str, Any]:
    """The profile as a mapping; raises :class:`BadProfile` for a file that cannot be read or lacks the town."""
    data = dict(source) if isinstance(source, Mapping) else _parse(source)
    town = data.get("town")
    if not isinstance(town, Mapping) or not all(town.get(name) for name in ("code", "slug", "name")):
        raise BadProfile("档案里缺少 town：至少要写 code、slug 和 name。")
    for name, value in data.items():
        if isinstance(value, list) and not all(isinstance(row, Mapping) for row in value):
            raise BadProfile(f"档案的“{name}”里每一条都应是一组“名称：内容”。")
    return data


def rows_of(data: Profile, name: str) -> list[Mapping[str, Any]]:
    """The rows of one section; none when the section is missing."""
    rows = data.get(name) or []
    if not isinstance(rows, list):
        raise BadProfile(f"档案的“{name}”应是一个列表。")
    return rows


def need(section: str, row: Mapping[str, Any], name: str) -> Any:
    """A value that a row must have; raises :class:`BadProfile` naming the row."""
    value = row.get(name)
    if value is None or value == "":
        raise BadProfile(f"档案的“{section}”里有一条缺少 {name}：{_short(row)}")
    return value


def find(section: str, row: Mapping[str, Any], known: Mapping[str, Any], code: str) -> Any:
    """What a code refers to; raises :class:`BadProfile` naming the row when nothing has that code."""
    try:
        return known[code]
    except KeyError:
        raise BadProfile(f"档案的“{section}”里有一条提到不存在的 {code}：{_short(row)}") from None


def _short(row: Mapping[str, Any]) -> str:
    return json.dumps(dict(row), ensure_ascii=False)[:120]


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadProfile(f"找不到档案文件：{path}") from None
    except (OSError, UnicodeDecodeError):
        raise BadProfile(f"读不了档案文件 {path}，请另存为 UTF-8 编码。") from None
    try:
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except ValueError as error:
        raise BadProfile(f"档案文件 {path.name} 写法有误：{error}。") from None
    if not isinstance(data, dict):
        raise BadProfile(f"档案文件 {path.name} 最外层应是一组“名称：内容”。")
    return data
