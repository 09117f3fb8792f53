"""``dev.py bench --with dev api``: thousands of generated requests to every endpoint; a 5xx is a failure.

Arguments: how many requests an endpoint gets of each kind, those that fit its description and those that do not (by
default 220, which gives more than 5,000 in all), and a seed.  It runs the tests of ``tests/api/test_generated.py``.
"""

import os
import subprocess
import sys


def main(words: list[str]) -> int:
    """Run the generated tests with more cases."""
    environment = {**os.environ, "LIANXIN_API_CASES": words[0] if words else "220"}
    if len(words) > 1:
        environment["LIANXIN_API_SEED"] = words[1]
    command = [sys.executable, "-m", "pytest", "tests/api/test_generated.py", "-q", "-s"]
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
