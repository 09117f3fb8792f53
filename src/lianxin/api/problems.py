"""One shape for everything that goes wrong: RFC 9457 problem details, with a title in Chinese and in English."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, ConfigDict, Field

from lianxin.journal.errors import ActionError, FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.people.throttles import TooMany

#: Status → (last part of ``type``, title, title in English).
KINDS: Final[Mapping[int, tuple[str, str, str]]] = {
    400: ("bad-request", "请求看不懂", "The request cannot be understood"),
    401: ("no-key", "没有可用的密钥", "No valid key"),
    403: ("not-allowed", "没有权限", "Not allowed"),
    404: ("not-found", "没有找到", "Not found"),
    405: ("method", "这个地址不支持这种请求", "Method not allowed"),
    409: ("conflict", "现在不能这样做", "Not possible in this state"),
    413: ("too-large", "内容太大", "Content too large"),
    415: ("media-type", "请用 JSON", "Unsupported media type"),
    422: ("invalid", "内容有问题", "Some fields cannot be accepted"),
    429: ("too-many", "请求太频繁", "Too many requests"),
}
TYPE: Final = "urn:lianxin:problem:"
MEDIA_TYPE: Final = "application/problem+json"


class FieldProblemOut(BaseModel):
    """What is wrong with one field: its path in the request, a stable code, a sentence."""

    field: str
    code: str
    message: str


class Change(BaseModel):
    """One thing that happened since the version that was expected."""

    label: str
    at: str
    who: str


class ProblemOut(BaseModel):
    """RFC 9457.  ``errors`` name fields; the last five are given where somebody was faster."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    title_en: str
    status: int
    code: str
    detail: str = ""
    errors: list[FieldProblemOut] = Field(default_factory=list)
    expected_version: int | None = None
    current_version: int | None = None
    state_then: str = ""
    state_now: str = ""
    changes: list[Change] = Field(default_factory=list)


class Problem(Exception):
    """Ends a request with a problem; ``code`` is stable, ``detail`` a finished sentence."""

    def __init__(
        self, status: int, code: str = "", detail: str = "", errors: Sequence[FieldProblem] = (), **more: Any
    ) -> None:
        """Keep what the answer will say."""
        super().__init__(detail or code)
        self.status, self.code, self.detail, self.errors, self.more = status, code, detail, errors, more


def answer(problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    kind, title, title_en = KINDS[problem.status]
    body = ProblemOut(
        type=TYPE + kind,
        title=title,
        title_en=title_en,
        status=problem.status,
        code=problem.code or kind,
        detail=problem.detail,
        errors=[FieldProblemOut(field=one.field, code=one.code, message=one.message) for one in problem.errors],
        **{name: value for name, value in problem.more.items() if name in ProblemOut.model_fields},
    )
    response = JsonResponse(
        body.model_dump(exclude_defaults=True),
        status=problem.status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="lianxin"'
    if "retry_after" in problem.more:
        response.headers["Retry-After"] = str(problem.more["retry_after"])
    return response


def of_action(error: ActionError) -> Problem:
    """The problem for a refused action."""
    if isinstance(error, TooMany):
        return Problem(429, error.code, error.message, retry_after=60)
    if isinstance(error, Invalid):
        return Problem(422, error.code, error.message, error.problems)
    if isinstance(error, NotAllowed):
        return Problem(403, error.code, error.message)
    status = 404 if error.code.startswith("no_such_") else 409
    return Problem(status if isinstance(error, WrongState) else 400, error.code, error.message)


def _of_fields(error: ValidationError) -> Problem:
    """Every field that does not fit; where in the request, in words of the schema library (English)."""
    found = []
    for one in error.errors[:50]:
        path = [str(part) for part in one.get("loc", ())]
        found.append(FieldProblem(".".join(path[:12])[:200], str(one.get("type", "invalid")), str(one.get("msg", ""))))
    return Problem(422, "invalid", "", found)


def handle(api: NinjaAPI) -> None:
    """Turn every expected error of the API into a problem; unexpected ones go on to the log."""

    def told(_request: HttpRequest, error: object) -> HttpResponse:
        return answer(_problem_of(error))

    for kind in (Problem, ActionError, ValidationError, HttpError):
        api.add_exception_handler(kind, told)


def _problem_of(error: object) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, ActionError):
        return of_action(error)
    if isinstance(error, ValidationError):
        return _of_fields(error)
    status = error.status_code if isinstance(error, HttpError) else 400
    return Problem(status if status in KINDS else 400)
