"""Importing what a clerk has: guessed columns, cells named, nothing twice, nothing lost."""

import pytest

from lianxin.cases.imports import columns
from lianxin.cases.imports.service import Import, Outcome, propose
from lianxin.cases.models import Case, ImportBatch, ImportRow, Opinion
from lianxin.core.documents.tables import Table, read_table
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed
from tests.cases.factories import Town

SHEET = """2026年6月接待意见汇总表,,,,,
居民区,小区,反映内容,反映时间,诉求性质,联系电话
青枫居委会,青枫一村,楼道灯坏了三天,2026-06-11,求助,13900001234
柳堰,不存在小区,"门口总有人乱停车，
消防通道堵了",2026年6月11日,问题,
青枫,,,2026-06-11,问题,
青枫,,菜场门口积水,六月第二个星期,问题,
青枫居委会,青枫一村,楼道灯坏了三天,2026-06-11,求助,13900001234
"""


def table(text: str = SHEET) -> Table:
    """A table as it would be read from a file."""
    return read_table(text.encode("gb18030"))


def run(actor: Actor, sheet: Table, *, dry: bool = False) -> Outcome:
    """Import with the proposed mapping."""
    return Import(actor, sheet, propose(sheet), "表.csv", "0" * 64, dry=dry).run()


@pytest.mark.parametrize(
    ("headers", "row", "expected"),
    [
        (["id", "time", "district", "title", "body"], ["1", "2019-02-28 11:25:05", "A3", "标题", "很长的话" * 20],
         {"words": "body", "spoken_on": "time", "place": "district", "summary": "title", "reference": "id"}),
        (["序号", "反映人", "联系电话", "反映内容"], ["1", "张阿姨", "13900001234", "电梯坏了，老人上不去" * 3],
         {"words": "反映内容", "name": "反映人", "phone": "联系电话"}),
        (["甲", "乙"], ["2026年6月1日", "我们楼的电梯三天坏了两次，老人上不去，麻烦看看，谢谢你们了。"],
         {"words": "乙", "spoken_on": "甲"}),
        (["resident id", "留言详情"], ["7", "我们楼的电梯三天坏了两次，老人上不去，麻烦看看。谢谢你们了。"],
         {"words": "留言详情"}),
    ],
    ids=["petition board", "office sheet", "headers that say nothing", "a word inside a word says nothing"],
)  # fmt: skip
def test_columns_are_guessed_from_headers_and_from_what_stands_in_them(
    headers: list[str], row: list[str], expected: dict[str, str]
) -> None:
    guessed = {guess.field: headers[guess.column] for guess in columns.guess_columns(headers, [row] * 5)}
    assert {name: guessed.get(name) for name in expected} == expected
    assert set(guessed) - set(expected) <= {"name"}


def test_every_line_becomes_an_opinion_is_a_duplicate_or_is_refused_with_its_cell(town: Town) -> None:
    outcome = run(town.office, table())
    assert (outcome.made, outcome.duplicate, outcome.refused) == (2, 1, 2)
    cells = {one.cell for one in outcome.problems}
    assert len(cells) == 2
    assert any("日期" in one.problem for one in outcome.problems)
    assert Opinion.objects.count() == Case.objects.count() == 2
    assert ImportRow.objects.filter(result="made").exclude(opinion=None).count() == 2
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.rows_made, batch.rows_duplicate, batch.rows_refused) == ("done", 2, 1, 2)


def test_words_keep_their_line_breaks_and_an_unknown_compound_goes_into_the_note(town: Town) -> None:
    run(town.office, table())
    opinion = Opinion.objects.get(verbatim__startswith="门口")
    assert opinion.verbatim == "门口总有人乱停车，\n消防通道堵了"
    assert opinion.place_id == town.second.pk
    assert opinion.place_note == "不存在小区"
    assert opinion.kind == "problem"


def test_importing_the_same_file_again_makes_nothing_twice(town: Town) -> None:
    run(town.office, table())
    again = run(town.office, table())
    assert (again.made, again.duplicate) == (0, 3)
    assert Opinion.objects.count() == 2


def test_a_dry_run_says_the_same_and_stores_nothing(town: Town) -> None:
    outcome = run(town.office, table(), dry=True)
    assert (outcome.made, outcome.duplicate, outcome.refused) == (2, 1, 2)
    assert not Opinion.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_file_without_words_is_refused_with_advice(town: Town) -> None:
    with pytest.raises(Invalid, match="原话"):
        run(town.office, read_table("电话,日期\n13900001234,2026-06-01\n".encode()))


def test_a_unit_may_not_import(town: Town) -> None:
    with pytest.raises(NotAllowed):
        run(town.handler(), table())


def test_the_mapping_somebody_used_is_remembered_for_the_same_headers(town: Town) -> None:
    sheet = table()
    wanted = {columns.WORDS: sheet.headers.index("反映内容"), columns.PLACE: sheet.headers.index("小区")}
    Import(town.office, sheet, wanted).run()
    assert propose(table()) == wanted
