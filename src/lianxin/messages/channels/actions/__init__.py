"""What happens to channels and to one's own choices."""

from lianxin.messages.channels.actions.channels import SaveChannel, Settings, SwitchChannel, TestChannel, TryAgain
from lianxin.messages.channels.actions.own import SaveOwnChoice

__all__ = ["SaveChannel", "SaveOwnChoice", "Settings", "SwitchChannel", "TestChannel", "TryAgain"]
