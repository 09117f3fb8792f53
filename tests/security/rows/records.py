"""Files: an address that names no readable file answers 404 to everybody."""

from tests.security.matrix import Row

ROWS = [
    Row("records:file", "GET", kwargs={"token": "no-such-file"}, cells="404: rest resident"),
    Row("records:thumb", "GET", kwargs={"token": "no-such-file"}, cells="404: rest resident"),
]
