"""The description of the API: OpenAPI 3.1 for machines, one plain page for people."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe

from lianxin.api.service import make_api
from lianxin.people.access import public

api = make_api()


@lru_cache(maxsize=8)
def schema(prefix: str) -> dict[str, Any]:
    """The OpenAPI description for addresses below *prefix* (``/`` or ``/t/<slug>/``)."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{prefix}api/v1/".lstrip("/")))
    scopes = {operation.operation_id: callback.scope for operation, callback in _keyed()}
    for _path, _method, operation in _operations(found):
        scope = scopes.get(operation["operationId"])
        if scope is not None:
            operation["x-scope"] = scope
        for code, response in operation["responses"].items():
            if int(code) >= 400 and "content" in response:
                response["content"] = {"application/problem+json": next(iter(response["content"].values()))}
    return found


def _keyed() -> list[tuple[Any, Any]]:
    found = []
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                found += [(operation, one) for one in operation.auth_callbacks if hasattr(one, "scope")]
    return found


def _operations(found: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict)
    ]


@public
@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The description for machines."""
    return JsonResponse(schema(get_script_prefix()), json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The description for people: every address, what it needs, what it does."""
    rows = [
        {
            "method": method.upper(),
            "path": path,
            "scope": operation.get("x-scope", ""),
            "text": operation.get("description", "").strip(),
        }
        for path, method, operation in _operations(schema(get_script_prefix()))
    ]
    return render(request, "api/reference.html", {"rows": rows})
