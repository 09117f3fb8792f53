"""From an empty folder to a served page, through the real programs."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from lianxin.conf.supervisor import wait_until_open


def lianxin(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    environment = {**os.environ, "LIANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings"}
    command = [sys.executable, "-m", "lianxin", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder installed by ``init``."""
    folder = tmp_path_factory.mktemp("life") / "data"
    done = lianxin(folder, "init", "--site", "https://lx.example.cn")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("https://lx.example.cn/accounts/") == 3
    return folder


def test_a_new_installation_is_well_and_its_links_are_for_three_people(data: Path) -> None:
    done = lianxin(data, "doctor")
    assert done.returncode == 0, done.stdout
    assert "三位管理员齐全，没有默认口令" in done.stdout
    assert (data / "keys" / "fields.key").stat().st_mode & 0o077 == 0


def test_everything_that_happened_is_sealed_and_verifies_also_after_a_backup(data: Path, tmp_path: Path) -> None:
    assert "journal.seal" in lianxin(data, "tick", "--now").stdout
    before = lianxin(data, "verify")
    assert before.returncode == 0, before.stdout
    backup = lianxin(data, "backup", str(tmp_path / "b.zip"), "--with-keys")
    assert (backup.returncode, backup.stdout) == (0, f"{tmp_path / 'b.zip'}\n")
    assert "写入文件" in backup.stderr
    restored = lianxin(tmp_path / "again", "restore", str(tmp_path / "b.zip"))
    assert (restored.returncode, restored.stdout) == (0, before.stdout.replace("\n  ✓", "，附件 0\n  ✓"))
    assert "核对校验值" in restored.stderr
    assert lianxin(tmp_path / "again", "doctor").returncode == 0


def test_running_init_again_changes_nothing_but_prints_new_links(data: Path) -> None:
    keys = (data / "keys" / "secret.key").read_bytes()
    assert lianxin(data, "init").returncode == 0
    assert (data / "keys" / "secret.key").read_bytes() == keys


def test_a_folder_without_keys_is_not_served(data: Path, tmp_path: Path) -> None:
    lianxin(data, "backup", str(tmp_path / "b.zip"))
    bare = tmp_path / "bare"
    refused = lianxin(bare, "restore", str(tmp_path / "b.zip"))
    assert (refused.returncode, bare.exists()) == (1, False)
    assert "备份里没有密钥" in refused.stderr
    assert lianxin(bare, "restore", str(tmp_path / "b.zip"), "--keys", str(data / "keys")).returncode == 0
    shutil.rmtree(bare / "keys")
    done = lianxin(bare, "serve", "--port", "1")
    assert done.returncode == 2
    assert "缺少密钥" in done.stderr


def test_pages_are_served_until_the_supervisor_is_told_to_stop(data: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "lianxin", "--data", str(data), "serve", "--port", str(port)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert wait_until_open("127.0.0.1", port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/") as answer:
            assert answer.status == 200
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        taken = lianxin(data, "serve", "--port", str(port))
        assert taken.returncode == 1
        assert "已被占用" in taken.stderr
    finally:
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "连心桥已启动" in out
    assert err.strip().endswith("已停止。")
