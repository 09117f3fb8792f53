"""Which town a request is about, and that addresses keep it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import get_script_prefix, set_script_prefix

from lianxin.db.middleware import TownMiddleware, split_path
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id_or_none


@pytest.fixture
def three_towns(towns: list[Town]) -> dict[str, Town]:
    """AA is the default town, BB has a host name of its own, CC has neither."""
    Town.objects.filter(pk=towns[0].pk).update(is_default=True)
    Town.objects.filter(pk=towns[1].pk).update(host="bb.example")
    third = Town.objects.create(code="CC", slug="cc", name="CC")
    return {"aa": towns[0], "bb": towns[1], "cc": third}


@pytest.fixture(autouse=True)
def script_prefix() -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix("/")
    yield
    set_script_prefix(before)


def ask(
    path: str, host: str = "testserver", answer: Any = None, **environ: str
) -> tuple[HttpRequest, HttpResponseBase]:
    """Send a request through the middleware; the request records what the view saw."""
    request = RequestFactory().get(path, HTTP_HOST=host, **environ)

    def view(request: HttpRequest) -> HttpResponseBase:
        request.seen = (request.path_info, request.path, get_script_prefix(), current_town_id_or_none())
        return answer() if answer else HttpResponse()

    return request, TownMiddleware(view)(request)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ("", "/")),
        ("/desk/cases/", ("", "/desk/cases/")),
        ("/t/aa/", ("aa", "/")),
        ("/t/aa", ("aa", "/")),
        ("/t/aa/desk/t/bb/", ("aa", "/desk/t/bb/")),
        ("/t/", ("", "/")),
        ("/team/", ("", "/team/")),
    ],
)
def test_a_path_is_split_into_town_and_rest(path: str, expected: tuple[str, str]) -> None:
    assert split_path(path) == expected


@pytest.mark.parametrize(
    ("path", "host", "slug"),
    [
        ("/desk/", "testserver", "aa"),
        ("/desk/", "bb.example", "bb"),
        ("/desk/", "BB.example:8000", "bb"),
        ("/t/cc/desk/", "testserver", "cc"),
        ("/t/cc/desk/", "bb.example", "cc"),
        ("/t/aa/desk/", "bb.example", "aa"),
    ],
)
def test_the_path_goes_before_the_host_and_the_host_before_the_default(
    three_towns: dict[str, Town], path: str, host: str, slug: str
) -> None:
    request, _response = ask(path, host)
    assert request.town == three_towns[slug]
    assert request.seen[0] == "/desk/"
    assert request.seen[3] == three_towns[slug].pk
    assert current_town_id_or_none() is None


def test_addresses_made_during_the_request_keep_the_town(three_towns: dict[str, Town]) -> None:
    request, _response = ask("/t/cc/desk/?page=2")
    assert request.seen[1:3] == ("/t/cc/desk/", "/t/cc/")
    assert request.get_full_path() == "/t/cc/desk/?page=2"
    assert get_script_prefix() == "/"


def test_a_town_below_a_district_keeps_the_districts_path(three_towns: dict[str, Town]) -> None:
    set_script_prefix("/district/")
    request, _response = ask("/t/cc/desk/", SCRIPT_NAME="/district")
    assert request.seen[:3] == ("/desk/", "/district/t/cc/desk/", "/district/t/cc/")
    assert get_script_prefix() == "/district/"


def test_an_unknown_town_is_not_found(three_towns: dict[str, Town]) -> None:
    for slug in ("zz", "AA", "%00", "a" * 300):
        with pytest.raises(Http404):
            ask(f"/t/{slug}/desk/")


def test_a_machine_without_towns_answers_without_one(db: None) -> None:
    request, response = ask("/health/")
    assert request.town is None
    assert request.seen[3] is None
    assert response.status_code == 200


def test_a_town_without_a_host_is_not_found_by_an_empty_one(three_towns: dict[str, Town]) -> None:
    Town.objects.filter(is_default=True).update(is_default=False)
    request, _response = ask("/", "unknown.example")
    assert request.town is None


def test_a_streamed_answer_is_made_in_the_towns_scope_and_leaves_none_behind(three_towns: dict[str, Town]) -> None:
    seen: list[tuple[int | None, str]] = []

    def rows() -> Iterator[bytes]:
        for number in range(3):
            seen.append((current_town_id_or_none(), get_script_prefix()))
            yield str(number).encode()

    _request, response = ask("/t/cc/export/", answer=lambda: StreamingHttpResponse(rows()))
    chunks = []
    for chunk in response:
        chunks.append(chunk)
        assert (current_town_id_or_none(), get_script_prefix()) == (None, "/")
    assert chunks == [b"0", b"1", b"2"]
    assert seen == [(three_towns["cc"].pk, "/t/cc/")] * 3


def test_an_error_in_a_view_leaves_no_town_behind(three_towns: dict[str, Town]) -> None:
    def fail() -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask("/t/cc/", answer=fail)
    assert (current_town_id_or_none(), get_script_prefix()) == (None, "/")
