"""Reading ``DATABASE_URL``: the scheme picks the engine, and nothing else in the product changes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

#: The engine module of each mode. ``plain`` is Django's own PostgreSQL backend with single-column keys.
ENGINES = {
    "sqlite": "lianxin.db.backends.sqlite",
    "plain": "django.db.backends.postgresql",
    "composite": "lianxin.db.backends.composite",
    "partition": "lianxin.db.backends.partition",
    "citus": "lianxin.db.backends.citus",
}

#: Hash partitions of a town-owned table when the address does not say how many.
DEFAULT_PARTS = 8


class BadDatabaseUrl(ValueError):
    """The address of the database cannot be understood; the message is a Chinese sentence for the operator."""


@dataclass(frozen=True)
class Database:
    """One understood address: the mode that an installed data folder remembers, and Django's settings for it."""

    mode: str
    settings: dict[str, Any]

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file that this machine owns."""
        return self.mode == "sqlite"


def parse_database_url(url: str, data: Path) -> Database:
    """Understand ``url``; ``data`` is the folder that a relative SQLite file lies in. Raises `BadDatabaseUrl`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return Database("sqlite", _sqlite(parts, data))
    if parts.scheme in {"postgres", "postgresql", "citus"}:
        return _server(parts)
    raise BadDatabaseUrl(f"数据库地址的开头“{parts.scheme}”不认识，只能是 sqlite://、postgres:// 或 citus://。")


def _sqlite(parts: SplitResult, data: Path) -> dict[str, Any]:
    """Settings for a file: ``sqlite://`` is the usual file of the data folder, ``sqlite:////abs/x`` an own one."""
    name = unquote(parts.netloc + parts.path)
    if name == ":memory:":
        return {"ENGINE": ENGINES["sqlite"], "NAME": name}
    file = data / (name.removeprefix("/") or "lianxin.sqlite3")
    return {"ENGINE": ENGINES["sqlite"], "NAME": str(file), "CONN_MAX_AGE": None}


def _server(parts: SplitResult) -> Database:
    """Settings for a PostgreSQL server; unknown query parameters go to the driver (``sslmode``, ``options`` …)."""
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    chosen = query.pop("mode", "composite")
    mode = "citus" if parts.scheme == "citus" else chosen
    if mode not in ENGINES or mode == "sqlite":
        raise BadDatabaseUrl(f"数据库地址里的 mode={chosen} 不认识，只能是 plain、composite 或 partition。")
    parts_text = query.pop("parts", str(DEFAULT_PARTS))
    if not parts_text.isdigit() or not 1 <= int(parts_text) <= 1024:
        raise BadDatabaseUrl(f"数据库地址里的 parts={parts_text} 应是 1 到 1024 的整数。")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadDatabaseUrl("数据库地址里没有库名，例如 postgres://用户@主机/lianxin。")
    try:
        port = parts.port
    except ValueError:
        raise BadDatabaseUrl("数据库地址里的端口不是 1 到 65535 的整数。") from None
    settings: dict[str, Any] = {
        "ENGINE": ENGINES[mode],
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
    if mode == "partition":
        settings["PARTS"] = int(parts_text)
    return Database(mode, settings)
