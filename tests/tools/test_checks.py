"""The project's checks find what they are for: each is given a planted fault."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import documented, hosts, limits, references, templates
from tools.check import OWN, PROGRAMS, run
from tools.sources import Module, modules

Plant = Callable[[str, str], Module]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write a file below a made-up checkout and return it as a module."""

    def write(name: str, text: str) -> Module:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return Module(path, tmp_path)

    return write


def test_a_long_file_and_a_long_function_are_found(plant: Plant) -> None:
    body = "\n".join("    x = 1" for _ in range(60))
    long_function = plant("src/lianxin/cases/a.py", f"def f():\n{body}\n")
    long_file = plant("src/lianxin/cases/b.py", "x = 1\n" * 501)
    fine = plant("src/lianxin/cases/c.py", "def f():\n" + "    x = 1\n" * 59)
    found = list(limits.too_long([long_function, long_file, fine]))
    assert len(found) == 2
    assert "a.py:1: f has 61 lines" in found[0]
    assert "b.py: 501 lines" in found[1]


@pytest.mark.parametrize("call", ["datetime.now()", "dt.datetime.now(UTC)", "date.today()", "timezone.now()"])
def test_reading_the_machines_clock_is_found(plant: Plant, call: str) -> None:
    assert list(limits.own_clock([plant("src/lianxin/cases/a.py", f"x = {call}\n")]))


def test_the_clock_itself_and_its_users_are_allowed(plant: Plant) -> None:
    clock = plant("src/lianxin/core/clock.py", "x = dt.datetime.now(UTC)\n")
    user = plant("src/lianxin/cases/a.py", "x = clock.now()\ny = now()\n")
    assert not list(limits.own_clock([clock, user]))


@pytest.mark.parametrize("line", ["case.save()", "Case.objects.create(town=1)", "Case.objects.bulk_create([])"])
def test_a_view_that_stores_rows_itself_is_found(plant: Plant, line: str) -> None:
    assert list(limits.writes_outside_actions([plant("src/lianxin/cases/views.py", line)]))
    assert list(limits.writes_outside_actions([plant("src/lianxin/cases/views/lists.py", line)]))
    assert not list(limits.writes_outside_actions([plant("src/lianxin/cases/actions.py", line)]))


@pytest.mark.parametrize(
    "text",
    [
        'x = ForeignKey("cases.Case")',
        'x = TownForeignKey(to="cases.Case")',
        'x = apps.get_model("cases", "Case")',
        'x = import_string("lianxin.cases.actions.Receive")',
    ],
)
def test_a_string_that_reaches_up_is_found(plant: Plant, text: str) -> None:
    layers = ("core", "places", "cases")
    assert list(references.upward([plant("src/lianxin/places/models.py", text)], layers))
    assert not list(references.upward([plant("src/lianxin/cases/models.py", text)], layers))


def test_a_docstring_that_mentions_a_higher_room_is_no_reference(plant: Plant) -> None:
    module = plant("src/lianxin/places/models.py", '"""cases.Case"""\n')
    assert not list(references.upward([module], ("places", "cases")))


def test_public_names_without_a_docstring_are_found(plant: Plant) -> None:
    module = plant(
        "src/lianxin/cases/a.py",
        '''
        class Open:
            """Said."""
            def said(self):
                """Said."""
            def unsaid(self): ...
            def inherited(self): ...
            def _inner(self): ...
            class Meta: ...
        def unsaid(): ...
        def _inner(): ...
        ''',
    )
    found = list(documented.undocumented([module], lambda _module, _owner, name: name == "inherited"))
    assert [line.split(": ", 1)[1] for line in found] == [
        "the module has no docstring",
        "Open.unsaid has no docstring",
        "unsaid has no docstring",
    ]


def test_a_method_that_fills_in_a_base_needs_no_docstring_of_its_own() -> None:
    module = next(module for module in modules() if module.dotted == "lianxin.conf.logs")
    assert documented.fills_in_a_base(module, "JsonFormatter", "format")
    assert not documented.fills_in_a_base(module, "JsonFormatter", "something_else")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ("<style>p {}</style>", "inline style sheet"),
        ('<p style="color: red">', "style attribute"),
        ('<a onclick="go()">', "event handler attribute"),
        ('<a href="javascript:go()">', "javascript: address"),
        ('<img src="https://cdn.invalid/x.png">', "foreign host"),
        ('<form action="//other.invalid/">', "foreign host"),
        ('<div hx-get="http://other.invalid/">', "foreign host"),
    ],
)
def test_what_the_content_policy_forbids_is_found_in_a_template(plant: Plant, line: str, what: str) -> None:
    module = plant("src/lianxin/ui/templates/ui/a.html", f"<p>好</p>\n{line}\n")
    (found,) = templates.forbidden([module.path], module.root)
    assert found.endswith(f"a.html:2: {what}")


@pytest.mark.parametrize(
    "line",
    [
        "<script src=\"{% static 'ui/a.js' %}\" defer></script>",
        '<a href="{% url "cases:list" %}" class="style">',
        '<svg xmlns="http://www.w3.org/2000/svg">',
        '{# <p style="x"> #}',
    ],
)
def test_what_the_content_policy_allows_is_left_alone(plant: Plant, line: str) -> None:
    module = plant("src/lianxin/ui/templates/ui/a.html", line)
    assert not list(templates.forbidden([module.path], module.root))


def test_a_style_sheet_that_loads_from_outside_is_found(plant: Plant) -> None:
    module = plant("src/lianxin/ui/static/ui/a.css", 'a { color: red }\n@import "//cdn.invalid/x.css";\n')
    (found,) = templates.foreign_assets([module.path], module.root)
    assert ":2:" in found


@pytest.mark.parametrize(
    "pieces", [("/wo", "rk/main"), ("https:/", "/cdn.invalider.net/x"), ("../sha", "red/x"), ("pyp", "i.org")]
)
def test_a_host_or_a_machines_folder_is_found_in_any_file(plant: Plant, pieces: tuple[str, str]) -> None:
    module = plant("docs/a.md", f"see {''.join(pieces)} here\n")
    assert list(hosts.named([module.path], module.root))


def test_the_path_of_this_checkout_is_found_in_any_file(plant: Plant) -> None:
    module = plant("docs/a.md", "")
    module.path.write_text(f"run {module.root}/dev.py", encoding="utf-8")
    assert list(hosts.named([module.path], module.root))


@pytest.mark.parametrize("text", ["http://www.w3.org/2000/svg", "http://127.0.0.1:8000/", "https://lx.example.cn/"])
def test_names_that_belong_to_nobodys_machine_are_allowed(plant: Plant, text: str) -> None:
    module = plant("docs/a.md", f"see {text} here\n")
    assert not list(hosts.named([module.path], module.root))


def test_a_failing_check_names_what_it_found_and_decides_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setitem(OWN, "limits", lambda: ["a.py: too long"])
    monkeypatch.setitem(PROGRAMS, "ruff", list)
    assert run(["limits", "ruff"], shown.append) == 1
    text = "".join(shown)
    assert "✗ limits" in text
    assert "a.py: too long" in text
    assert "✓ ruff" in text


def test_an_unknown_check_is_refused_with_the_list() -> None:
    shown: list[str] = []
    assert run(["spelling"], shown.append) == 2
    assert "limits" in shown[0]
