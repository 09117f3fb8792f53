"""Sign-in with the organisation's own service (OpenID Connect, extra ``sso``).

``provider`` talks to it, ``tokens`` believes or refuses what it signed, ``flow`` keeps what belongs to one attempt.
It says only *who* somebody is: accounts are linked by the people themselves, and roles never come from there.
"""
