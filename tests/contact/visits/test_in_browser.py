"""An afternoon in small: three recorders without network, nine things with photos, a server killed twice."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

pytestmark = [pytest.mark.browser]


def test_an_afternoon_of_three_recorders_brings_nine_of_nine(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LIANXIN_", "COV"))}
    environment |= {
        "LIANXIN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.afternoon", "--recorders", "3", "--items", "9"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=540, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    said = done.stdout
    assert "走访清单上的条数 9；不同的原话 9；意见 9；事项 9" in said
    assert "照片（哈希相同） 9；照片（总数） 9；取单号 9" in said
    assert "取单号查得到 9" in said
    assert re.search(r"服务器被杀 2", said)
    assert "收下了，回执丢了" in said
    assert "按击键模型估算（不是量出来的）" in said
