"""The composed pages."""

from tests.security.matrix import Row

ROWS = [
    Row("scanned", "GET", "302: rest", kwargs={"token": "x" * 32}),
    Row("front", "GET", "200: rest"),
    Row("neighbourhoods", "GET", "200: rest"),
    Row(
        "desk",
        "GET",
        """
        200: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader
        403: rest
        302: resident
        """,
    ),
    Row(
        "places_geojson",
        "GET",
        """
        200: congress_office congress_chair government_desk leader
        403: rest
        302: resident
    """,
    ),
    Row("deputy", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("three", "GET", "200: deputy\n403: rest\n302: resident"),
    # a token nobody issued: the same for everybody, signed in or not
    Row("three_by_link", "GET", "410: rest", kwargs={"token": "x" * 32}),
]
