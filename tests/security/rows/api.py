"""The API's addresses as a browser sees them: no session opens any of them; and the pages of its keys.

What a key opens, scope by scope and own against foreign, stands in ``tests/api/test_matrix.py``.
"""

from lianxin.api import scopes
from tests.api.factories import make_key
from tests.security.matrix import Row
from tests.security.world import World


def key(_world: World, _side: str) -> dict[str, object]:
    """A key."""
    return {"pk": make_key("congress_office", only=[scopes.CASES_READ]).key.pk}


MAKERS = {"api_key": key}

SECURITY = "200: security_admin\n403: rest\n302: resident"
SECURITY_POST = "422: security_admin\n403: rest\n401: resident"
EVERYBODY = "200: rest"
NOT_BY_SESSION = "401: rest"
#: A form is not what the API reads.
NO_FORM = "415: rest"

ROWS = [
    Row("api:keys", "GET", SECURITY),
    Row("api:new_key", "GET", SECURITY),
    Row("api:new_key", "POST", SECURITY_POST),
    Row("api:revoke_key", "GET", SECURITY, made="api_key"),
    Row("api:revoke_key", "POST", SECURITY_POST, made="api_key"),
    Row("api:reference", "GET", EVERYBODY, open_to_all=True),
    Row("api:openapi", "GET", EVERYBODY, open_to_all=True),
    Row("api:list_cases", "GET", NOT_BY_SESSION),
    Row("api:read_case", "GET", NOT_BY_SESSION, kwargs={"number": "102-2026-00001"}),
    Row("api:list_venues", "GET", NOT_BY_SESSION),
    Row("api:list_receptions", "GET", NOT_BY_SESSION),
    Row("api:read_reception", "GET", NOT_BY_SESSION, kwargs={"id": "1"}),
    Row("api:list_rounds", "GET", NOT_BY_SESSION),
    Row("api:read_round", "GET", NOT_BY_SESSION, kwargs={"id": "1"}),
    Row("api:list_suggestions", "GET", NOT_BY_SESSION),
    Row("api:read_suggestion", "GET", NOT_BY_SESSION, kwargs={"id": "1"}),
    Row("api:read_list", "GET", NOT_BY_SESSION, kwargs={"name": "kinds"}),
    Row("api:read_figures", "GET", NOT_BY_SESSION),
    Row("api:status", "GET", "404: rest", kwargs={"token": "nobody-has-this-token"}),
    Row("api:speak", "POST", NO_FORM),
    Row("api:record", "POST", NO_FORM),
    Row("api:lookup", "POST", NO_FORM),
    Row("api:add_words", "POST", NO_FORM, kwargs={"token": "nobody-has-this-token"}),
    Row("api:verdict", "POST", NO_FORM, kwargs={"token": "nobody-has-this-token"}),
    Row("api:move_case", "POST", NO_FORM, kwargs={"number": "102-2026-00001"}),
    Row("api:move_suggestion", "POST", NO_FORM, kwargs={"id": "1"}),
    Row("api:add_photo", "POST", "422: rest", kwargs={"token": "nobody-has-this-token"}),
    Row("api:add_file", "POST", NOT_BY_SESSION, kwargs={"number": "102-2026-00001"}),
]
