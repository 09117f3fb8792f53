"""The composed pages."""

from tests.security.matrix import Row

ROWS = [Row("scanned", "GET", "302: rest", kwargs={"token": "x" * 32})]
