"""Sentences of the room that people read; a lawyer or translator may change them."""

from django.utils.translation import gettext as _


def unreadable() -> str:
    """An envelope that is none."""
    return _("这一条的格式看不懂，没有收下，内容还在手机上。请刷新页面后再试；还不行就点“改一改再发”，重新保存一次。")


def unknown_kind(kind: str) -> str:
    """A kind nobody registered (or not any more)."""
    return _("服务器不认识“%(kind)s”这种记录，没有收下，内容还在手机上。请告诉系统管理员。") % {"kind": kind}


def not_from_here() -> str:
    """A request that our own page did not make."""
    return _("这个请求不是从现场记录页发来的，没有收下。")


def too_large() -> str:
    """An envelope or piece beyond the limit."""
    return _("这一条太长了，服务器收不下。请把文字分成两条，照片单独再加。内容还在手机上。")


def altered(number: str) -> str:
    """The same key with other content."""
    sentence = _("这一条以前收过（受理编号 %(number)s），现在内容不一样，原来的没有改动。要补充，请作为新的一条发送。")
    return sentence % {"number": number}


def not_for_you(label: str) -> str:
    """A kind the sender may not record."""
    return _("您的链接或账号不能记“%(label)s”，没有收下，内容还在手机上。") % {"label": label}


def foreign_slip() -> str:
    """A slip number that belongs to another phone."""
    return _("这个取单号不是这台手机领到的，没有收下，内容还在手机上。请点“改一改再发”，会换一个新的取单号。")


def used_slip() -> str:
    """A slip number that stands for another record already."""
    return _("这个取单号已经用在另一条上，没有收下，内容还在手机上。请点“改一改再发”，会换一个新的取单号。")


def no_such_item() -> str:
    """A photo for something that was never received."""
    return _("这张照片对应的记录还没有收到，请先发记录，再发照片。")


def unexpected_photo() -> str:
    """A photo the envelope did not announce."""
    return _("这张照片不在记录的清单里，没有收下。")


def broken_photo() -> str:
    """The bytes that arrived are not those the phone counted."""
    return _("照片在路上坏了，会自动重新发送。")


def over_quota() -> str:
    """Too many bytes within a day."""
    return _("今天用这个链接上传的照片太多了，明天再发；文字不受影响，照片还在手机上。")


def full_visit() -> str:
    """Ninety-nine phones on one visit."""
    return _("这个链接已经有 99 台手机在用，请镇人大办再发一个。")


def waiting() -> str:
    """The slip's record is still on the phone."""
    return _("还没有收到。记录员的手机上仍然存着您的话，手机一连上网络就会送到。请过一会儿或明天再看。")


def wrong_pin(left: int) -> str:
    """Four signs that do not belong to the slip."""
    return _("口令不对，请照纸条上的四个字母或数字再输一遍。还可以试 %(left)d 次。") % {"left": left}
