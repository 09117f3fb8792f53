"""What happens to blank forms: added, renewed, bound, checked, filled."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.documents.blanks import BlankError, WordBlank, WorkbookBlank, open_blank
from lianxin.core.documents.blanks.labels import blank_at
from lianxin.core.hashing import digest
from lianxin.core.text import tidy_line
from lianxin.db.scope import current_town
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed
from lianxin.people import roles
from lianxin.people.policies import RolePolicy
from lianxin.records.attachments import Prepared, attach, prepare
from lianxin.reports import sources
from lianxin.reports.blankforms import texts
from lianxin.reports.blankforms.checks import read_parts
from lianxin.reports.blankforms.filling import Outcome, fill, version_bytes
from lianxin.reports.models import BlankForm, Cycle, FilledForm, FormCheck, FormSpot, FormVersion, SpotKind
from lianxin.reports.registry import Period
from lianxin.reports.sources import Asked

#: Who keeps and fills the superior's forms.
KEEPERS = RolePolicy(roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK)

_MOST_ROWS = 2_000


@dataclass(kw_only=True)
class FormAction(Action[BlankForm]):
    """What all these have in common: who may, and the form the entry is about."""

    form: BlankForm | None = None

    def allowed(self) -> None:
        """Raise ``NotAllowed`` unless the actor keeps forms."""
        if not KEEPERS.check(self.actor):
            raise NotAllowed("forms", _("只有镇人大办和政府交办台可以管理对表套打。"))

    def kept(self) -> BlankForm:
        """The form at hand; ``TypeError`` when there is none."""
        if self.form is None:
            raise TypeError("the action has no form")
        return self.form

    def subject(self) -> Subject:
        """The form."""
        return Subject("blank_form", self.kept().pk)

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody needs to hear of it."""
        return None


def checked_file(data: bytes, name: str) -> tuple[Prepared, str]:
    """Check and store a blank file outside any transaction; its kind. Raises ``Invalid`` at ``file``."""
    try:
        blank = open_blank(data)
        blank.areas()
    except BlankError as problem:
        raise Invalid.at("file", f"form_{problem.code}", texts.refused(problem.code)) from None
    return prepare(data, name, field="file"), blank.kind


@dataclass(kw_only=True)
class AddBlankForm(FormAction):
    """Take in a new blank form with its first version. Raises ``Invalid`` at ``name``, ``cycle``, ``file``."""

    verb: ClassVar[str] = "form.add"

    name: str
    data: bytes
    file_name: str
    issuer: str = ""
    cycle: str = Cycle.MONTH
    note: str = ""
    _prepared: tuple[Prepared, str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Convert the file before the transaction holds the database."""
        if KEEPERS.check(self.actor):
            self._prepared = checked_file(self.data, self.file_name)

    def check(self) -> None:
        """Right, name and cycle."""
        self.allowed()
        problems = []
        if not tidy_line(self.name):
            problems.append(FieldProblem("name", "missing", _("请填写表名，和上级文件上写的一样。")))
        elif BlankForm.objects.filter(name=tidy_line(self.name)).exists():
            problems.append(
                FieldProblem("name", "taken", _("已经有这张表了。上级换了新表样，请在那张表里“换新表样”。"))
            )
        if self.cycle not in Cycle.values:
            problems.append(FieldProblem("cycle", "unknown", _("请从列表中选多久报一次。")))
        if problems:
            raise Invalid(*problems)

    def perform(self) -> BlankForm:
        """The form and its version 1."""
        self.form = BlankForm.objects.create(
            name=tidy_line(self.name)[:120],
            issuer=tidy_line(self.issuer)[:120],
            cycle=self.cycle,
            note=tidy_line(self.note)[:300],
            added_at=now(),
            added_by_label=self.actor.label[:120],
        )
        add_version(self, self._prepared, 1)
        return self.form

    def entry_data(self) -> Mapping[str, object]:
        """Name, cycle, digest of the file."""
        return {"name": tidy_line(self.name), "cycle": self.cycle, "file": digest(self.data)}


def add_version(action: FormAction, prepared: tuple[Prepared, str] | None, number: int) -> FormVersion:
    """Keep a blank file as a version; inside the action's transaction."""
    if action.form is None or prepared is None:
        raise TypeError("no file was prepared")
    version = FormVersion.objects.create(
        form=action.form,
        number=number,
        kind=prepared[1],
        file_name=prepared[0].name[:120],
        added_at=now(),
        added_by_label=action.actor.label[:120],
    )
    attach(prepared[0], "form_version", version.pk, action.actor, field="file")
    return version


@dataclass(kw_only=True)
class RenewBlankForm(FormAction):
    """Put a new blank file in the place of the old one; bindings are taken over where the places are still there."""

    verb: ClassVar[str] = "form.renew"

    form: BlankForm
    data: bytes
    file_name: str
    carried: int = field(default=0, init=False)
    lost: int = field(default=0, init=False)
    _prepared: tuple[Prepared, str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Convert the file before the transaction holds the database."""
        if KEEPERS.check(self.actor):
            self._prepared = checked_file(self.data, self.file_name)

    def lock(self) -> None:
        """Lock the form, so that two new files get two numbers."""
        self.form = BlankForm.objects.select_for_update().get(pk=self.form.pk)

    def check(self) -> None:
        """Right."""
        self.allowed()

    def perform(self) -> BlankForm:
        """The next version with what could be taken over."""
        before = latest(self.form)
        version = add_version(self, self._prepared, before.number + 1 if before else 1)
        if before is not None and before.kind == version.kind:
            self._carry(before, version)
        return self.form

    def _carry(self, before: FormVersion, version: FormVersion) -> None:
        blank = open_blank(self.data)
        for spot in before.spots.all():
            if not there(blank, spot.area, spot.ref):
                self.lost += 1
                continue
            spot.pk, spot.version = None, version  # type: ignore[assignment]
            spot.id = FormSpot._meta.get_field("id").get_default()
            spot._state.adding = True
            spot.save(force_insert=True)
            self.carried += 1
        for check in before.checks.all():
            check.id = FormCheck._meta.get_field("id").get_default()
            check.version = version
            check._state.adding = True
            check.save(force_insert=True)

    def entry_data(self) -> Mapping[str, object]:
        """Digest of the file and what was taken over."""
        return {"file": digest(self.data), "carried": self.carried, "lost": self.lost}


def latest(form: BlankForm) -> FormVersion | None:
    """The newest version of a form."""
    return form.versions.order_by("-number").first()


def there(blank: WorkbookBlank | WordBlank, area: str, ref: str) -> bool:
    """Say whether a blank file has such a place."""
    try:
        blank.value(area, blank_at(ref)[0])
    except BlankError:
        return False
    return True


@dataclass(kw_only=True)
class BindSpot(FormAction):
    """Say what fills a place; said again, it replaces what was said.

    Raises ``Invalid`` at ``source``, ``ref``, ``label``, ``columns``, ``last_row``, ``label_column``.
    """

    verb: ClassVar[str] = "form.bind"

    version: FormVersion
    area: str
    ref: str
    source: str
    kind: str = SpotKind.CELL
    label: str = ""
    first_row: int = 0
    last_row: int = 0
    height: int = 1
    copies: int = 1
    label_column: str = ""
    columns: Sequence[tuple[int, str, str]] = ()
    narrowed: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Right, place and source."""
        self.form = self.version.form
        self.allowed()
        problems = self._cell_problems() if self.kind == SpotKind.CELL else self._row_problems()
        if not there(open_blank(version_bytes(self.version)), self.area, self.ref):
            problems.append(FieldProblem("ref", "no_such_place", _("这一版表里没有这一格，请在表上重新点一次。")))
        if problems:
            raise Invalid(*problems)

    def _cell_problems(self) -> list[FieldProblem]:
        problems = []
        if not sources.known_source(self.source):
            problems.append(FieldProblem("source", "unknown", _("请从列表中选这一格填什么。")))
        if self.source == sources.TYPED and not tidy_line(self.label):
            problems.append(FieldProblem("label", "missing", _("请写明要人填的是什么，例如“联系人”。")))
        return problems

    def _row_problems(self) -> list[FieldProblem]:
        table = sources.tables().get(self.source)
        if table is None:
            return [FieldProblem("source", "unknown", _("请从列表中选填哪一种清单。"))]
        problems = []
        keys = {"#", *(key for key, _words in table.columns)}
        if not self.columns or any(key not in keys for _at, _column, key in self.columns):
            problems.append(FieldProblem("columns", "unknown", _("请至少给一列选上填什么。")))
        if any(at >= self.height for at, _column, _key in self.columns):
            sentence = _("一件只占 %(n)d 行，列里写的行数超过了。") % {"n": self.height}
            problems.append(FieldProblem("columns", "row_outside", sentence))
        if self.kind == SpotKind.MATCH and not table.name_key:
            problems.append(FieldProblem("source", "no_names", _("这种清单没有行名，不能对号入座，请选“往下填”。")))
        if self.kind == SpotKind.MATCH and not self.label_column:
            problems.append(FieldProblem("label_column", "missing", _("请选行名在哪一列。")))
        rows = self.last_row - self.first_row + 1
        if not 1 <= rows <= _MOST_ROWS or not 1 <= self.height <= 20 or not 1 <= self.copies <= _MOST_ROWS:
            problems.append(FieldProblem("last_row", "range", _("请检查从第几行到第几行。")))
        return problems

    def perform(self) -> BlankForm:
        """Keep it."""
        facts = {
            "kind": self.kind,
            "source": self.source,
            "label": tidy_line(self.label)[:120],
            "first_row": self.first_row,
            "last_row": self.last_row,
            "height": self.height,
            "copies": self.copies,
            "label_column": self.label_column,
            "columns": json.dumps(list(self.columns), ensure_ascii=False),
            "narrowed": json.dumps({name: code for name, code in self.narrowed.items() if code}),
        }
        FormSpot.objects.update_or_create(version=self.version, area=self.area, ref=self.ref, defaults=facts)
        return self.kept()

    def entry_data(self) -> Mapping[str, object]:
        """Where and what."""
        return {"version": self.version.number, "place": f"{self.area} {self.ref}", "source": self.source}


@dataclass(kw_only=True)
class Unbind(FormAction):
    """Let a place be filled by nothing."""

    verb: ClassVar[str] = "form.unbind"

    spot: FormSpot

    def check(self) -> None:
        """Right."""
        self.form = self.spot.version.form
        self.allowed()

    def perform(self) -> BlankForm:
        """Remove the binding; what was filled with it keeps its file."""
        self.spot.delete()
        return self.kept()

    def entry_data(self) -> Mapping[str, object]:
        """Where."""
        return {"version": self.spot.version.number, "place": f"{self.spot.area} {self.spot.ref}"}


@dataclass(kw_only=True)
class SetCheck(FormAction):
    """Demand that a total agrees with its parts; empty ``parts`` lets it go. Raises ``Invalid`` at ``parts``."""

    verb: ClassVar[str] = "form.check"

    version: FormVersion
    area: str
    total_ref: str
    parts: str

    def check(self) -> None:
        """Right, and every part a cell or a range."""
        self.form = self.version.form
        self.allowed()
        names = read_parts(self.version.kind, self.parts)
        if names is None or len(self.parts) > 200:
            sentence = _("请写单元格或范围，用空格隔开，例如 C5:C9 C11；Word 表写 r2c3:r6c3。")
            raise Invalid.at("parts", "not_a_range", sentence)
        self.parts = " ".join(names)

    def perform(self) -> BlankForm:
        """Keep or drop the rule."""
        ref = self.total_ref.upper() if self.version.kind == "xlsx" else self.total_ref
        place: dict[str, Any] = {"version": self.version, "area": self.area, "total_ref": ref}
        if self.parts:
            FormCheck.objects.update_or_create(**place, defaults={"parts": self.parts})
        else:
            FormCheck.objects.filter(**place).delete()
        return self.kept()

    def entry_data(self) -> Mapping[str, object]:
        """Which total of which parts."""
        return {"version": self.version.number, "place": f"{self.area} {self.total_ref}", "parts": self.parts}


@dataclass(kw_only=True)
class FillForm(Action[FilledForm]):
    """Fill a version for a period and keep file, values and what did not agree.

    ``typed`` is what a person wrote, by label. The file is made before the transaction and proved by its digest.
    """

    verb: ClassVar[str] = "form.fill"

    version: FormVersion
    period: Period
    cut_off: dt.datetime | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome | None = field(default=None, init=False)
    made: FilledForm | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Read and fill outside the transaction."""
        if KEEPERS.check(self.actor):
            self.cut_off = self.cut_off or now()
            self.outcome = fill(self.version, self.about(), self.typed)
            name = f"{self.version.form.name}-{sources.period_label(self.period)}.{self.version.kind}"
            self._prepared = prepare(self.outcome.data, name)

    def about(self) -> Asked:
        """What the filling is about."""
        return Asked(self.period, self.cut_off or now(), current_town(), self.actor.label)

    def check(self) -> None:
        """Right."""
        if not KEEPERS.check(self.actor):
            raise NotAllowed("forms", _("只有镇人大办和政府交办台可以管理对表套打。"))

    def perform(self) -> FilledForm:
        """Keep it."""
        if self.outcome is None:
            raise TypeError("nothing was filled")
        self.made = FilledForm.objects.create(
            form=self.version.form,
            version=self.version,
            first=self.period.first,
            last=self.period.last,
            cut_off=self.cut_off or now(),
            sha256=digest(self.outcome.data),
            values=json.dumps([list(entry) for entry in self.outcome.entries], ensure_ascii=False),
            typed=json.dumps(dict(self.typed), ensure_ascii=False),
            problems=json.dumps(self.outcome.problems, ensure_ascii=False),
            by_itself=self.outcome.by_itself,
            by_hand=self.outcome.by_hand,
            made_at=now(),
            made_by_label=self.actor.label[:120],
        )
        attach(self._prepared, "filled_form", self.made.pk, self.actor)
        return self.made

    def subject(self) -> Subject:
        """The filled form."""
        return Subject("filled_form", self.made.pk if self.made else 0)

    def entry_data(self) -> Mapping[str, object]:
        """Period, cut-off, digest, and the meter."""
        made = self.made
        if made is None:
            return {}
        return {
            "form": str(made.form_id),
            "first": made.first,
            "last": made.last,
            "file": made.sha256,
            "by_itself": made.by_itself,
            "by_hand": made.by_hand,
        }

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody needs to hear of it."""
        return None

    def request_data(self) -> object:
        """Version, period and what was typed."""
        return [str(self.version.pk), str(self.period.first), str(self.period.last), dict(self.typed)]

    def recall(self, kind: str, object_id: int) -> FilledForm:
        """The filling that the first press made."""
        return FilledForm.objects.get(pk=object_id)
