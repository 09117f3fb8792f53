"""The register of deputies."""

from tests.security.matrix import Row

ROWS = [
    Row("deputies:register", "GET", "200: congress_office congress_chair\n403: rest\n302: resident"),
    Row(
        "deputies:register", "GET", "200: congress_office congress_chair\n403: rest\n302: resident", query="?format=csv"
    ),
]
