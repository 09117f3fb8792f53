"""Headers of every answer, and the language of the visitor."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from lianxin.conf.middleware import ContentPolicyMiddleware, LanguageMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


def request_with_cookie(value: str | None) -> HttpRequest:
    request = RequestFactory().get("/", headers={"Accept-Language": "en"})
    if value is not None:
        request.COOKIES["lx_language"] = value
    return request


def test_an_answer_allows_nothing_from_outside_and_nothing_inline() -> None:
    policy = ContentPolicyMiddleware(answer)(request_with_cookie(None)).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_view_may_set_a_policy_of_its_own() -> None:
    def strict(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    response = ContentPolicyMiddleware(strict)(request_with_cookie(None))
    assert response.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("cookie", "language"), [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("tlh", "zh-hans")]
)
def test_pages_are_chinese_unless_the_visitor_chose_otherwise_here(cookie: str | None, language: str) -> None:
    response = LanguageMiddleware(answer)(request_with_cookie(cookie))
    assert response.content.decode() == language  # type: ignore[attr-defined]
    assert response.headers["Content-Language"] == language
