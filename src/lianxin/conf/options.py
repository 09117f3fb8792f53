"""Every option an operator can set, in one typed object.

An option comes from the environment (``LIANXIN_`` + its name in capitals) or else from ``lianxin.toml`` in the data
folder (its name in small letters), or else keeps its default. A bad value is an `BadOption` with a Chinese sentence
that names the option, where it was found and what would be right. `describe` lists them for ``doctor --options``.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from lianxin.conf.database import BadDatabaseUrl, Database, parse_database_url

PREFIX = "LIANXIN_"
FILE_NAME = "lianxin.toml"

_TRUE = frozenset({"1", "true", "yes", "on", "是", "开"})
_FALSE = frozenset({"0", "false", "no", "off", "否", "关", ""})


class BadOption(ValueError):
    """An option has a value that cannot be used; the message is a Chinese sentence for the operator."""


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError("应是一段文字")
    return raw.strip()


def _flag(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError("应是 是/否（true/false）")


def _whole(low: int, high: int) -> Callable[[object], int]:
    def parse(raw: object) -> int:
        text = str(raw).strip()
        if isinstance(raw, bool) or not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"应是 {low} 到 {high} 之间的整数")
        return int(text)

    return parse


def _names(raw: object) -> tuple[str, ...]:
    if isinstance(raw, str):
        raw = raw.replace("，", ",").split(",")
    if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
        raise TypeError("应是用逗号隔开的若干名称")
    return tuple(item.strip() for item in raw if item.strip())


def _prefix(raw: object) -> str:
    path = _text(raw).rstrip("/")
    if path and (not path.startswith("/") or "//" in path or "?" in path):
        raise ValueError("应以 / 开头，例如 /lianxin")
    return path


def _address(raw: object) -> str:
    address = _text(raw).rstrip("/")
    if address and not address.startswith(("http://", "https://")):
        raise ValueError("应以 http:// 或 https:// 开头")
    if urlsplit(address).path:
        raise ValueError("只写到主机名为止；后面的路径写在 path_prefix 里")
    return address


def _issuer(raw: object) -> str:
    issuer = _text(raw)
    parts = urlsplit(issuer)
    is_loopback = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if issuer and (not (parts.scheme == "https" or is_loopback) or parts.query or parts.fragment or parts.username):
        raise ValueError("应是以 https:// 开头的网址，照统一身份认证给的原样填写")
    return issuer


def _claims(raw: object) -> tuple[str, ...]:
    pairs = _names(raw)
    if not all(name and value for name, _sign, value in (pair.partition("=") for pair in pairs)):
        raise ValueError("应写成 名称=值")
    return pairs


def _option(help_text: str, parse: Callable[[object], Any], default: Any) -> Any:
    """A field of `Options` with its Chinese description and its parser."""
    return field(default=default, metadata={"help": help_text, "parse": parse})


@dataclass(frozen=True)
class Options:
    """Everything that differs between two installations. Immutable; made by `load_options`."""

    data: Path = field(metadata={"help": "数据文件夹：数据库、照片、密钥、备份都在这里", "parse": Path})
    database_url: str = _option(
        "数据库地址：sqlite://、postgres://…?mode=composite|partition|plain、citus://…", _text, "sqlite://"
    )
    hosts: tuple[str, ...] = _option(
        "允许访问的主机名，逗号隔开；* 表示都允许", _names, ("localhost", "127.0.0.1", "[::1]")
    )
    site_url: str = _option("对外的网址，到主机名为止，印在链接和二维码上", _address, "")
    path_prefix: str = _option("挂在上级网站下时的路径前缀", _prefix, "")
    https: bool = _option("是否经 HTTPS 对外（决定 Cookie 的 Secure 和 HSTS）", _flag, False)
    behind_proxy: bool = _option("前面是否有反向代理（相信它写的 X-Forwarded-Proto 和 X-Forwarded-For）", _flag, False)
    debug: bool = _option("是否显示出错细节（只用于开发）", _flag, False)
    threads: int = _option("每个网页进程的线程数", _whole(1, 64), 2)
    workers: int = _option("网页进程数", _whole(1, 64), 2)
    internal_hosts: tuple[str, ...] = _option(
        "消息可以发到的内网主机（主机名或 主机名:端口，逗号隔开）；只有它们可以用 http 或内网地址", _names, ()
    )
    mail_host: str = _option("发邮件的服务器；空着就只写入数据文件夹的 mail/", _text, "")
    mail_port: int = _option("发邮件的端口", _whole(1, 65535), 465)
    mail_user: str = _option("发邮件的账号", _text, "")
    mail_password: str = _option("发邮件的口令", _text, "")
    mail_from: str = _option("发件人地址", _text, "lianxin@localhost")
    font_folder: str = _option("本单位自有字体（仿宋、小标宋）的文件夹", _text, "")
    log_level: str = _option("日志级别：DEBUG、INFO、WARNING、ERROR", _text, "INFO")
    filing_icp: str = _option("页脚的 ICP 备案号", _text, "")
    filing_police: str = _option("页脚的公安联网备案号", _text, "")
    address_tries: int = _option(
        "从同一个网络地址十五分钟内可以输错几次登录（一个单位往往共用一个地址）；每个账号和链接各 5 次，不能改",
        _whole(5, 1000), 30,
    )  # fmt: skip
    passkey_domain: str = _option("通行密钥绑定的域名；空着就是访问时的主机名。改了以后要全部重新登记", _text, "")
    oidc_issuer: str = _option("统一身份认证（OIDC）的 issuer 网址；空着就不用", _issuer, "")
    oidc_client_id: str = _option("统一身份认证给本安装的 client_id", _text, "")
    oidc_client_secret: str = _option("统一身份认证给本安装的 client_secret", _text, "")
    oidc_name: str = _option("登录页上统一身份认证按钮的名称", _text, "统一身份认证")
    oidc_claims: tuple[str, ...] = _option("身份令牌里必须有的声明，写成 名称=值，逗号隔开；空着就不查", _claims, ())
    database: Database = field(init=False, metadata={"derived": True})

    def __post_init__(self) -> None:
        """Derive what depends on several options; raises `BadOption`."""
        try:
            database = parse_database_url(self.database_url, self.data)
        except BadDatabaseUrl as error:
            raise BadOption(str(error)) from None
        object.__setattr__(self, "database", database)
        if self.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise BadOption(f"选项 log_level 的值“{self.log_level}”不对：应是 DEBUG、INFO、WARNING 或 ERROR。")

    @property
    def media(self) -> Path:
        """The folder of uploaded files; never served directly."""
        return self.data / "media"

    @property
    def keys(self) -> Path:
        """The folder of secret keys, readable by the owner only."""
        return self.data / "keys"

    @property
    def static(self) -> Path:
        """The folder of collected style sheets and scripts; may be deleted at any time."""
        return self.data / "static"


def default_data_folder() -> Path:
    """``var`` in the checkout, or below the working folder where the package is installed elsewhere."""
    checkout = Path(__file__).resolve().parents[3]
    root = checkout if (checkout / "dev.py").exists() else Path.cwd()
    return root / "var"


def load_options(environment: Mapping[str, str]) -> Options:
    """Read all options. Raises `BadOption`."""
    data = Path(environment.get(f"{PREFIX}DATA") or default_data_folder()).expanduser().absolute()
    found: dict[str, Any] = {}
    table = _read_file(data / FILE_NAME)
    for spec in _settable():
        source, raw = _lookup(spec.name, environment, table)
        if source:
            found[spec.name] = _parsed(spec.name, spec.metadata["parse"], raw, source)
    return Options(data=data, **found)


def describe() -> Iterator[tuple[str, str, str, str]]:
    """Every option as (environment name, file name, default as text, Chinese description)."""
    for spec in _settable():
        default = ",".join(spec.default) if isinstance(spec.default, tuple) else str(spec.default)
        yield f"{PREFIX}{spec.name.upper()}", spec.name, default, spec.metadata["help"]


#: Options of earlier versions; a settings file that still names one is not refused.
RETIRED: Final = frozenset({"retention_days"})


def _settable() -> list[Any]:
    return [spec for spec in fields(Options) if spec.name != "data" and "parse" in spec.metadata]


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise BadOption(f"设置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"设置文件 {path} 写法有误：{error}。") from None
    unknown = sorted(set(table) - {spec.name for spec in _settable()} - RETIRED)
    if unknown:
        raise BadOption(f"设置文件 {path} 里有不认识的选项：{'、'.join(unknown)}。")
    return table


def _lookup(name: str, environment: Mapping[str, str], table: Mapping[str, Any]) -> tuple[str, object]:
    """Where the option was set (a phrase for a message, empty when nowhere) and its raw value."""
    variable = f"{PREFIX}{name.upper()}"
    if variable in environment:
        return f"环境变量 {variable}", environment[variable]
    if name == "database_url" and environment.get("DATABASE_URL"):
        return "环境变量 DATABASE_URL", environment["DATABASE_URL"]
    if name in table:
        return f"设置文件 {FILE_NAME}", table[name]
    return "", None


def _parsed(name: str, parse: Callable[[object], Any], raw: object, source: str) -> Any:
    try:
        return parse(raw)
    except (TypeError, ValueError) as error:
        shown = "（不显示）" if "password" in name or "secret" in name else f"“{raw}”"
        raise BadOption(f"选项 {name} 的值{shown}不对（{source}）：{error}。") from None
