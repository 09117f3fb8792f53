"""Error pages that say what happened and what to do; an expired form never loses what was typed."""

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from lianxin.people.access import public

#: Fields that are never shown again: secrets, and what the page makes anew.
_SECRET_PARTS: Final = ("password", "passwd", "secret", "token", "csrf", "code")
_MOST_FIELDS: Final = 80
_MOST_CHARACTERS: Final = 100_000


def _words(status: int) -> tuple[str, str]:
    """Title and advice for an HTTP status."""
    pages = {
        400: (_("这个请求看不懂"), _("可能是链接不完整，或者内容传送时出了错。请返回上一页再试一次。")),
        403: (_("您没有权限做这件事"), _("如果这是您的工作，请让本镇的安全管理员核对您的角色和负责范围。")),
        404: (_("没有找到这个页面"), _("链接可能写错、已经过期，或者内容已收回。请从首页重新进入，或用查询码查进度。")),
        409: (_("这件事刚刚有了变化"), _("在您操作之前，别人已经处理了。请打开最新情况看一看，再决定要不要继续。")),
        413: (
            _("提交的内容太大"),
            _("单张照片不超过 10 MB，其他文件不超过 20 MB。请减少文件后再提交；写好的文字请先复制保存。"),
        ),
        429: (_("操作太频繁"), _("为了保护大家的信息，请过几分钟再试。急事请直接打电话或到接待点。")),
        500: (_("系统出了问题"), _("不是您的操作有误。问题已经记录，请稍后再试；急事请直接打电话或到接待点。")),
    }
    return pages.get(status, pages[400])


def error_page(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    """Render the page for *status* (400 403 404 409 413 429 500).

    Optional: ``title``, ``text`` (a precise sentence instead of the general one), ``href`` and ``link`` (where to go),
    ``retry_after`` (seconds, sets the header), ``facts``.
    """
    title, text = _words(status)
    context = {"status": status, "title": title, "text": text, **more}
    response = render(request, "ui/errors/error.html", context, status=status)
    if "retry_after" in more:
        response.headers["Retry-After"] = str(more["retry_after"])
    return response


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 400; uploads beyond the limits become 413."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return error_page(request, 413 if too_big else 400)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 403."""
    return error_page(request, 403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 404."""
    return error_page(request, 404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Handler for 500: a page without database, session or context, so that it works when nothing else does."""
    title, text = _words(500)
    context = {"title": title, "text": text, "static": settings.STATIC_URL, "home": get_script_prefix()}
    return HttpResponse(render_to_string("ui/errors/plain.html", context), status=500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's page expired (or the cookie was lost): show what was typed and offer to send it again.

    Typed words are shown only when the browser says that the form came from this site itself; from elsewhere the
    page explains and shows nothing, so that no foreign page can put words into a form of ours.
    """
    rows = _typed(request.POST) if request.method == "POST" and _is_own_form(request) else []
    context = {
        "status": 403,
        "title": _("登录或页面已过期"),
        "rows": rows,
        "action": request.get_full_path(),
        "had_files": bool(rows) and bool(request.FILES),
    }
    return render(request, "ui/errors/expired.html", context, status=403)


def _is_own_form(request: HttpRequest) -> bool:
    """Whether the browser vouches that the form was on a page of this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin == f"{request.scheme}://{request.get_host()}"


def _typed(data: QueryDict) -> list[dict[str, Any]]:
    """Posted text fields as rows ``{name, value, long}``; secrets are left out, sizes are bounded."""
    rows: list[dict[str, Any]] = []
    room = _MOST_CHARACTERS
    for name, values in data.lists():
        if any(part in name.lower() for part in _SECRET_PARTS):
            continue
        for value in values:
            room -= len(value)
            if room < 0 or len(rows) >= _MOST_FIELDS:
                return rows
            rows.append({"name": name, "value": value, "long": len(value) > 60 or "\n" in value})
    return rows
