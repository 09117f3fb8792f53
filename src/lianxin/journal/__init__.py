"""The journal: what happened, in which order, by whom — and the proof of it.

Every change of a town-owned object is an :class:`~lianxin.journal.actions.Action`, and every
action writes one log entry in the same transaction.  Entries of one object form a hash chain;
a sealer later binds committed entries into the town's sequence with one Merkle root a day.
"""
