"""Matters handed to deputies as prepared rows: for the deputy, for the desk, for the resident."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lianxin.cases.models import Case, Opinion
from lianxin.core.clock import civil_date
from lianxin.core.masking import mask
from lianxin.home.handing import workflow as w
from lianxin.home.models import HandedMatter
from lianxin.ui.dates import zh_date

Row = dict[str, Any]

_TONES = {w.GIVEN: "info", w.TAKEN: "info", w.REPORTED: "good", w.PASSED_ON: "mute"}
#: How many of the newest are listed for a deputy.
SHOWN = 60


def handed() -> QuerySet[HandedMatter]:
    """Matters with what stands beside them; one statement."""
    return HandedMatter.objects.select_related("case__place", "deputy", "reception__venue")


def _secret() -> Exists:
    """Whether who spoke asked for confidence."""
    return Exists(Opinion.objects.filter(case_id=OuterRef("case_id"), confidential=True))


def of_deputies(deputies: Iterable[int]) -> list[Row]:
    """What some deputies were asked to carry, what waits first; sealed ones are left out."""
    rows = handed().filter(deputy_id__in=list(deputies), case__sealed=False).annotate(hidden=_secret())
    listed = [_for_deputy(one) for one in rows.order_by("-handed_at", "-id")[:SHOWN]]
    return sorted(listed, key=lambda row: not row["waits"])


def one_of_deputies(one: HandedMatter) -> Row:
    """One of them; one statement more."""
    return _for_deputy(handed().annotate(hidden=_secret()).get(pk=one.pk))


def _for_deputy(one: Any) -> Row:
    """Without the title, which is made of the words, where the speaker asked for confidence."""
    row = shown(one)
    return {**row, "title": _("反映人要求保密的一件事")} if one.hidden else row


def shown(one: HandedMatter) -> Row:
    """One handing in words."""
    return {
        "pk": one.pk, "number": one.case.number, "title": mask(one.case.title), "version": one.version,
        "place": one.case.place.label if one.case.place else "", "deputy": one.deputy.display_name,
        "level": one.get_level_display(), "state": one.get_state_display(), "tone": _TONES[one.state],
        "waits": one.state == w.GIVEN, "open": one.state in w.OPEN, "over": one.state == w.PASSED_ON,
        "handed": zh_date(civil_date(one.handed_at)), "venue": one.reception.venue.name,
        "taken": zh_date(civil_date(one.taken_at)) if one.taken_at else "", "report": one.report,
        "reported": zh_date(civil_date(one.reported_at)) if one.reported_at else "",
        "because": one.passed_on_because,
    }  # fmt: skip


def of_case(case: Case) -> list[Row]:
    """Everybody who was asked to carry a matter, oldest first; one statement."""
    return [shown(one) for one in handed().filter(case_id=case.pk).order_by("id")]


def words_of(one: HandedMatter) -> str:
    """What the resident said, for the deputy who carries it; who asked for confidence is not quoted."""
    opinion = Opinion.objects.filter(case_id=one.case_id, withdrawn_at=None).order_by("id").first()
    if opinion is None:
        return ""
    return _("反映人要求保密，原话请问镇人大办。") if opinion.confidential else opinion.verbatim


def for_resident(opinion: Opinion) -> list[str]:
    """Who carries the matter and where it went, in sentences for the speaker; no statement for other channels."""
    if opinion.channel != "reception":
        return []
    rows = handed().filter(case_id=opinion.case_id).exclude(state=w.PASSED_ON).order_by("id")
    return [sentence for one in rows for sentence in _sentences(one)]


def _sentences(one: HandedMatter) -> Iterable[str]:
    who = {"deputy": one.deputy.display_name, "level": one.get_level_display()}
    yield _("%(day)s 请%(level)s代表 %(deputy)s 带到%(level)s里。") % {
        **who, "day": zh_date(civil_date(one.handed_at)),
    }  # fmt: skip
    if one.taken_at:
        yield _("%(day)s 代表说：收到了。") % {"day": zh_date(civil_date(one.taken_at))}
    if one.reported_at:
        yield _("%(day)s 代表说：%(words)s") % {"day": zh_date(civil_date(one.reported_at)), "words": mask(one.report)}
