"""Files and chains: an address that names nothing readable answers 404 to everybody who may ask."""

from tests.security.matrix import Row

ROWS = [
    Row("records:file", "GET", kwargs={"token": "no-such-file"}, cells="404: rest resident"),
    Row("records:thumb", "GET", kwargs={"token": "no-such-file"}, cells="404: rest resident"),
    Row("records:chain", "GET", kwargs={"kind": "nothing", "object_id": 1}, cells="""
        404: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader
        403: rest
        302: resident
    """),
]  # fmt: skip
