"""``dev.py bench api``: thousands of generated requests against every endpoint; a 5xx or a broken promise is a failure.

Needs the development lock (schemathesis).  Arguments: how many cases an operation gets at most (default 450, which gives
more than 5,000 in all), and a seed.  It runs as the tests of ``tests/api/test_generated.py`` do, on an empty database.
"""

import os
import subprocess
import sys


def main(words: list[str]) -> int:
    """Run the generated tests with more cases."""
    environment = {**os.environ, "LIANXIN_API_CASES": words[0] if words else "450"}
    if len(words) > 1:
        environment["LIANXIN_API_SEED"] = words[1]
    command = [sys.executable, "-m", "pytest", "tests/api/test_generated.py", "-q", "-s"]
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
