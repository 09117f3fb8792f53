"""The example town: made once through the real actions, whole, and recognisable as invented."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from lianxin.cases.models import Case, Opinion
from lianxin.conf.commands import demo_load
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.demo.loading import load, read_lines
from lianxin.journal.verify import verify_town
from lianxin.people import roles
from lianxin.people.invitations import demo_links


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path):
    """The note about the clock goes into a folder of its own, and time goes on after the test."""
    settings.LIANXIN_DATA = tmp_path
    yield
    clock.set_fixed(None)


def test_the_town_is_whole_lifelike_and_made_only_once(db: None, tmp_path: Path) -> None:
    town = load()
    assert town.is_demo
    assert town.is_default
    assert clock.now() == dt.datetime.fromisoformat((tmp_path / "demo-clock.txt").read_text(encoding="ascii"))
    with town_scope(town):
        assert Opinion.objects.count() == len(read_lines("opinions.jsonl"))
        states = Counter(Case.objects.values_list("state", flat=True))
    assert len(states) >= 6
    assert states["closed"] >= 200
    assert verify_town(town).findings == []
    labels = " ".join(label for label, _address in demo_links(town, "http://x.test"))
    assert all(roles.label(role) in labels for role in (roles.CONGRESS_OFFICE, roles.DEPUTY, roles.AUDIT_ADMIN))
    assert load().pk == town.pk
    with town_scope(town):
        assert Opinion.objects.count() == len(read_lines("opinions.jsonl"))


def test_invented_data_never_stand_beside_a_real_town(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo_load.run(None) == 1  # type: ignore[arg-type]
    assert "有真实的镇" in capsys.readouterr().err
    assert not Town.objects.filter(is_demo=True).exists()
