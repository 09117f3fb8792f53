"""The engine: pure functions; every result can be stored with its score, its reason and this version.

`normal` → `masking` (in `core`) → `locating` → `classes` → `alike` (`bulk`) → `pairs` (`meaning`) → `grouping` →
`heat`.
"""

from typing import Final

#: Grows with every change that may give another result for the same words.
VERSION: Final = "2"
