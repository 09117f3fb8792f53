"""The inbox: everybody at a desk has one; a message of somebody else's inbox does not exist."""

from tests.security.matrix import Row

ROWS = [
    Row("messages:inbox", "GET", """
        200: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader
        403: rest
        302: resident
    """),
    Row("messages:seen", "POST", kwargs={"pk": 1}, cells="""
        404: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader
        403: rest
        401: resident
    """),
]  # fmt: skip
