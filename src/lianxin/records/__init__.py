"""Records: what hangs on objects of every room, and how a town's record is searched, kept and carried elsewhere.

Attachments, lineage, publication, search, retention, export and import.  Objects of other rooms are
named as (kind, id) pairs whose kinds those rooms register (`lianxin.journal.kinds`).
"""
