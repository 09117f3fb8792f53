"""Sentences of what happens on a visit."""

from django.utils.translation import gettext as _


def not_yours() -> str:
    """Somebody of another place."""
    return _("这一步由这个居民区或镇人大办做。")


def not_from_here(state: str) -> str:
    """A move that does not begin here."""
    return _("这次走访现在是“%(state)s”，不能做这一步。") % {"state": state}


def no_visit() -> str:
    """No visit one could record on."""
    return _("没有找到您能记录的走访。请用镇人大办发的走访链接打开，或者到“记一条意见”里记。")


def closed_visit() -> str:
    """Captured after the list was given in, or the visit did not take place."""
    return _(
        "这次走访的清单已经交了（或者没有去成），这一条是之后才记的，没有收进清单。请到“记一条意见”里记，话不会丢。"
    )


def nobody_saw() -> str:
    """A walking find without a deputy."""
    return _("这次走访没有登记在场的代表，不能记成“代表看到的”。请选“居民说的”，或先到桌面上登记代表到场。")
