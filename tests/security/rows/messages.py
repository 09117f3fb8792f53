"""The inbox: everybody at a desk has one, deputies have theirs; a message of somebody else's inbox does not exist."""

from tests.security.matrix import Row

AT_THE_DESK = "secretary committee congress_office congress_chair government_desk unit_handler unit_head leader"

ROWS = [
    Row("messages:inbox", "GET", """
        200: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader
        403: rest
        302: resident
    """),
    Row("messages:all_seen", "POST", f"""
        302: {AT_THE_DESK}
        403: rest
        401: resident
    """),
    Row("messages:seen", "POST", kwargs={"pk": 1}, cells="""
        404: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader
        403: rest
        401: resident
    """),
    Row("messages:deputy_inbox", "GET", """
        200: deputy
        403: rest
        302: resident
    """),
    Row("messages:deputy_all_seen", "POST", """
        302: deputy
        403: rest
        401: resident
    """),
    Row("messages:deputy_seen", "POST", kwargs={"pk": 1}, cells="""
        404: deputy
        403: rest
        401: resident
    """),
]  # fmt: skip
