"""Make the shipped example town anew: ``python3 dev.py run -m tools.make_demo_seed`` (about a minute).

Run it after a change to actions, models, the profile or the script of the example town. With ``--check`` nothing is
written; the exit code says whether the shipped seed is what would come out.
"""

import os
import subprocess
import sys
import tempfile


def main(words: list[str]) -> int:
    """Run the hidden command in a data folder of its own, on SQLite whatever the environment says."""
    ours = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    with tempfile.TemporaryDirectory(prefix="lianxin-seed-") as folder:
        command = [sys.executable, "-m", "lianxin", "--data", folder, "demo-seed", *words]
        return subprocess.call(command, env=ours)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
