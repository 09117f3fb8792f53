"""The pages of the three administrators: ``/admin-system/``, ``/admin-security/``, ``/admin-audit/``.

Every change is an action of a lower room; nothing here saves.  No administrator sees the content of cases.
"""
