"""``serve``: the web server, one worker and the minute tick."""

import argparse
import logging
import os
import sys

from django.db import Error, close_old_connections

from lianxin.conf import assets, schema
from lianxin.conf.cli import run_command
from lianxin.conf.commands.tick import enqueue_due
from lianxin.conf.options import Options, load_options
from lianxin.conf.supervisor import Child, Supervisor, port_is_free, wait_until_open, web_command, worker_command

HELP = "启动：网页服务、一个后台进程和每分钟的例行任务"
NEEDS_DJANGO = True

logger = logging.getLogger(__name__)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认只限本机；对外用 0.0.0.0")
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="默认 8000")
    parser.add_argument("--sign-in-links", action="store_true", help="启动后打印演示账号的一次性登录链接")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    settings = load_options(os.environ)
    trouble = _what_is_in_the_way(options)
    if trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    assets.collect()
    close_old_connections()
    address = _address(settings, options)

    def ready() -> None:
        if not wait_until_open(options.host, options.port):
            sys.stderr.write("网页服务 30 秒内没有起来，请看上面的日志。\n")
            return
        sys.stdout.write(f"连心桥已启动：{address}{settings.path_prefix}/\n停止请按 Ctrl-C。\n")
        sys.stdout.flush()
        if options.sign_in_links:
            run_command("sign-in-links", ["--site", address])
            sys.stdout.flush()

    supervisor = Supervisor(_children(settings, options), os.environ, _tick)
    code = supervisor.run(ready)
    sys.stderr.write(f"{supervisor.failed} 反复退出，已停止。\n" if supervisor.failed else "已停止。\n")
    return code


def _what_is_in_the_way(options: argparse.Namespace) -> str:
    """Why serving cannot start, as one sentence; empty when nothing is in the way."""
    if not 1 <= options.port <= 65535:
        return "端口应是 1 到 65535 的整数。"
    if not port_is_free(options.host, options.port):
        return f"{options.host}:{options.port} 已被占用。请用 --port 换一个端口，或先停掉占用它的程序。"
    return schema.what_is_amiss()


def _children(settings: Options, options: argparse.Namespace) -> list[Child]:
    web = web_command(options.host, options.port, workers=settings.workers, threads=settings.threads)
    return [Child("网页服务", web), Child("后台进程", worker_command())]


def _address(settings: Options, options: argparse.Namespace) -> str:
    """What a person types into the browser, up to the host; links add the path prefix themselves."""
    if settings.site_url:
        return settings.site_url
    shown = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host  # nosec B104
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{options.port}"


def _tick() -> None:
    """Enqueue what is due; a database that is away for a moment must not end the supervisor."""
    try:
        enqueue_due()
    except Error:
        logger.exception("tick failed")
    finally:
        close_old_connections()
