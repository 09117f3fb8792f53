"""The electronic ballot in the public Belenios format v1: group BELENIOS-2048, homomorphic questions.

Written from the published specification; it runs without Django and, with plain integers, without any package.
``gmpy2`` (extra ``gmp``) makes it about eight times as fast.

`group` → `proofs` → `keys`, `ceremony` → `election` → `ballot` → `tally` → `archive` → `audit`; `simulate` makes whole
elections.  It does not protect from coercion, from a hostile phone, or from trustees who conspire; see the handbook.
"""
