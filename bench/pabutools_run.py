"""Run by `bench pb` in an environment of its own: what pabutools buys for some files, as JSON (never imported)."""

import json
import sys

from pabutools.election import Cardinality_Sat, Cost_Sat, parse_pabulib  # type: ignore[import-not-found]
from pabutools.rules import method_of_equal_shares  # type: ignore[import-not-found]


def main() -> None:
    """Names bought by each variant, one object a file."""
    found = []
    for path in sys.argv[1:]:
        instance, profile = parse_pabulib(path)
        row = {}
        for word, sat in (("cost", Cost_Sat), ("count", Cardinality_Sat)):
            many = profile.as_multiprofile()
            plain = method_of_equal_shares(instance, many, sat_class=sat)
            raised = method_of_equal_shares(instance, many, sat_class=sat, voter_budget_increment=1)
            row[word] = {"plain": sorted(one.name for one in plain), "add1": sorted(one.name for one in raised)}
        found.append(row)
    sys.stdout.write(json.dumps(found))


main()
