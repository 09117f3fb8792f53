"""The data folder: its parts, its keys, and what the installation remembers about itself. Needs no Django."""

import json
from pathlib import Path

from lianxin import __version__
from lianxin.conf.keys import FIELDS_FILE, SECRET_FILE, create_keys
from lianxin.conf.options import Options
from lianxin.core import ids
from lianxin.core.clock import now

#: The installation's own note in the data folder; its absence means "not installed".
NOTE = "installed.json"


class InstallTrouble(Exception):
    """The data folder cannot be used as it is; the message is a Chinese sentence for the operator."""


def note_file(options: Options) -> Path:
    """Where the installation's note lies."""
    return options.data / NOTE


def is_installed(options: Options) -> bool:
    """Whether the data folder was installed (by ``init``, ``demo-load``, ``restore`` …)."""
    return note_file(options).exists()


def require_installed(options: Options) -> None:
    """Refuse a folder that was never installed, or was installed with another database mode."""
    if not is_installed(options):
        raise InstallTrouble(
            f"数据文件夹 {options.data} 还没有安装。请先运行：python3 dev.py run --data {options.data} init"
        )
    if not keys_present(options):
        raise InstallTrouble(
            f"数据文件夹 {options.data} 缺少密钥（keys/）。没有原来的密钥，已加密的联系方式读不出来：请从备份放回。"
        )
    remembered = read_note(options).get("mode", "")
    if remembered != options.database.mode:
        raise InstallTrouble(
            f"数据文件夹 {options.data} 是按“{remembered}”方式安装的，现在的数据库地址是“{options.database.mode}”方式。"
            "请改回原来的 LIANXIN_DATABASE_URL；换数据库请用 town export 和 town import。"
        )


def keys_present(options: Options) -> bool:
    """Whether both key files are there."""
    return all((options.keys / name).exists() for name in (SECRET_FILE, FIELDS_FILE))


def read_note(options: Options) -> dict[str, str]:
    """The note's content; raises `InstallTrouble` where it is damaged."""
    try:
        note = json.loads(note_file(options).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InstallTrouble(f"文件 {note_file(options)} 读不出来，请从备份恢复。") from None
    return {str(key): str(value) for key, value in note.items()} if isinstance(note, dict) else {}


def lay_out(options: Options) -> None:
    """Make folders and keys where they are missing; to be called before Django reads the keys."""
    try:
        options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        options.media.mkdir(exist_ok=True, mode=0o750)
        if not is_installed(options):
            create_keys(options.keys)
    except OSError as error:
        raise InstallTrouble(f"不能在 {options.data} 里写文件：{error.strerror}。请检查目录和权限。") from None


def claim_ids(options: Options) -> None:
    """Give this process a number of its own among those that make ids for this folder; see `ids.claim_worker`."""
    if is_installed(options):
        folder = options.data / "workers"
        folder.mkdir(exist_ok=True)
        ids.claim_worker(folder)


def write_note(options: Options) -> None:
    """Remember mode, version and time of the installation."""
    note = {"mode": options.database.mode, "version": __version__, "installed_at": now().isoformat(timespec="seconds")}
    note_file(options).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
