"""Votes: the rule, paper counts, and (off until a meeting decides) the electronic ballot.

`protocol` speaks the public Belenios format, version 1, and knows no Django: its auditor runs anywhere.
"""
