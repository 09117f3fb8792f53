"""Figures: for the two offices, the chair and the leaders."""

from tests.security.matrix import Row

ROWS = [
    Row("reports:figures", "GET", """
        200: congress_office congress_chair government_desk leader
        403: rest
        302: resident
    """),
]  # fmt: skip
