"""The offline commands, as an operator types them."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from lianxin.conf.cli import main
from tests.aggregation.test_classes import said
from tests.aggregation.voices import LIFT, TALE


def table(path: Path, headers: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Path:
    """A packed table."""
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    path.write_bytes(gzip.compress(text.getvalue().encode()))
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The rows that were written."""
    return list(csv.DictReader(path.open(encoding="utf-8")))


def test_classes_are_learned_from_one_file_and_written_for_another(tmp_path: Path) -> None:
    texts, labels = said(120)
    train = table(tmp_path / "a.csv.gz", ("sid", "label", "tokens"), list(zip(range(120), labels, texts, strict=True)))
    new = table(
        tmp_path / "b.csv.gz", ("id", "title", "body"), [(7, "电梯停了", "多久能好"), (9, "车位不够", "请处理")]
    )
    out = tmp_path / "p.csv"
    assert main(["aggregate", "classify", "--train", str(train), "--input", str(new), "--output", str(out)]) == 0
    found = read(out)
    assert [(row["id"], row["label"]) for row in found] == [("7", "电梯"), ("9", "停车")]
    assert all(0 < float(row["probability"]) <= 1 for row in found)
    assert {row["second"] for row in found} <= {"绿化", "停车", "电梯"}
    first = out.read_bytes()
    main(["aggregate", "classify", "--train", str(train), "--input", str(new), "--output", str(out)])
    assert out.read_bytes() == first


def test_messages_are_grouped_and_candidates_written(tmp_path: Path) -> None:
    rows = [(at, "2026-06-12 14:00", "N01", "", *words) for at, words in enumerate((*TALE, LIFT))]
    given = table(tmp_path / "m.csv.gz", ("row", "time", "district", "author", "title", "body"), rows)
    groups, near = tmp_path / "p.csv", tmp_path / "c.csv"
    words = ["aggregate", "group", "--input", str(given), "--output", str(groups), "--candidates", str(near)]
    assert main(words) == 0
    cluster = {row["row"]: row["cluster"] for row in read(groups)}
    assert cluster["0"] == cluster["7"] == "0"
    assert cluster["2"] == "2"
    assert read(near)[0]["c1"] == "7"
    assert set(read(near)[0]) == {"row", *(f"c{place}" for place in range(1, 11))}


def test_lines_are_masked_and_located(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("请打13912345678\n"))
    assert main(["aggregate", "mask"]) == 0
    masked = json.loads(capsys.readouterr().out)
    assert "13912345678" not in masked["text"]
    assert [one["kind"] for one in masked["found"]] == ["mobile"]
    monkeypatch.setattr("sys.stdin", io.StringIO("青枫一村太吵\n没有地点\n"))
    assert main(["aggregate", "locate", "--profile", "profiles/example-town.json"]) == 0
    places = [json.loads(line)["place"] for line in capsys.readouterr().out.splitlines()]
    assert places[0]["name"] == "青枫一村"
    assert places[1] is None


@pytest.mark.parametrize(
    ("headers", "sentence"), [(("sid", "tokens"), "没有这些列：label"), (("label", "tokens"), "sid 或 id")]
)
def test_a_wrong_table_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], headers: tuple[str, ...], sentence: str
) -> None:
    given = str(table(tmp_path / "a.csv.gz", headers, [("a", "b")]))
    assert main(["aggregate", "classify", "--train", given, "--input", given, "--output", str(tmp_path / "p")]) == 1
    assert sentence in capsys.readouterr().err
