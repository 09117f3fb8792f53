"""What happens to keys."""

from lianxin.api.actions.keys import KIND, LONGEST_DAYS, IssueKey, NewKey, RevokeKey

__all__ = ["KIND", "LONGEST_DAYS", "IssueKey", "NewKey", "RevokeKey"]
