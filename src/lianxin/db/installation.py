"""The database remembers in which mode it was installed; starting with another one is an error."""

from typing import Any

from django.db import connections

from lianxin.db.models import InstallMode

#: The name of Django's own PostgreSQL backend among the modes.
PLAIN = "plain"


class WrongMode(Exception):
    """The database was installed in another mode than it is started with now; the message is for the operator."""


def mode_of(connection: Any) -> tuple[str, int]:
    """The mode a connection works in and its number of parts (0 where tables are not split)."""
    engine: str = connection.settings_dict["ENGINE"].removesuffix(".base").rpartition(".")[2]
    mode = {"postgresql": PLAIN, "sqlite3": "sqlite"}.get(engine, engine)
    return mode, int(connection.settings_dict.get("PARTS") or 0) if mode == "partition" else 0


def remembered_mode(connection: Any) -> tuple[str, int] | None:
    """What the database remembers, or None before it is installed."""
    if InstallMode._meta.db_table not in connection.introspection.table_names():
        return None
    note = InstallMode.objects.using(connection.alias).first()
    return (note.mode, note.parts) if note else None


def mode_trouble(connection: Any) -> str:
    """Why this database must not be used with these settings (Chinese, for the operator); empty if all is well."""
    remembered, now = remembered_mode(connection), mode_of(connection)
    if remembered in (None, now):
        return ""
    return (
        f"数据库是按“{_words(remembered)}”方式安装的，现在的设置是“{_words(now)}”方式。"
        "请改回原来的数据库地址；换方式请用只含数据的导出和导入。"
    )


def require_mode(connection: Any) -> None:
    """Refuse a database that was installed in another mode; raises `WrongMode`."""
    trouble = mode_trouble(connection)
    if trouble:
        raise WrongMode(trouble)


def before_migrating(using: str, **kwargs: Any) -> None:
    """Before the first table: refuse the wrong mode, and give an SQLite file its write-ahead log."""
    connection: Any = connections[using]
    require_mode(connection)
    switch = getattr(connection, "set_write_ahead_log", None)
    if switch is not None and not connection.in_atomic_block:
        switch()


def after_migrating(using: str, **kwargs: Any) -> None:
    """After the last table: note the mode, once."""
    connection: Any = connections[using]
    if InstallMode._meta.db_table in connection.introspection.table_names() and remembered_mode(connection) is None:
        mode, parts = mode_of(connection)
        InstallMode.objects.using(using).create(mode=mode, parts=parts)


def _words(mode: tuple[str, int] | None) -> str:
    name, parts = mode or ("", 0)
    return f"{name}（{parts} 份）" if parts else name
