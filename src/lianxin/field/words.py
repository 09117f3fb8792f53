"""Every sentence the page script says, in the language of the page; the scripts themselves hold none."""

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """The sentences by name; ``{n}``, ``{number}`` … are filled in by the script."""
    return {
        "insecure": _(
            "现在的网址不是 HTTPS，也不是本机，浏览器不允许断网使用。有网时照常填写提交；没有网时请先记在纸上。"
        ),
        "ready": _("可以断网使用了：没有网也能打开、填写、保存。"),
        "preparing": _("正在准备断网使用，请保持有网，稍等几秒……"),
        "not_ready": _("这台手机还没有准备好断网使用。请在有网的时候再打开一次。"),
        "offline": _("现在没有网络。照常记，先存在手机上，有网自动发出。"),
        "empty": _("手机上没有等待发送的记录。"),
        "summary": _("手机上还有 {n} 条没有送到"),
        "all_done": _("都送到了"),
        "waiting": _("等待发送"),
        "sending": _("正在发送"),
        "photos": _("照片 {done}/{all}"),
        "received": _("已收到"),
        "attention": _("要您看一下"),
        "number": _("受理编号 {number}"),
        "slip": _("取单号"),
        "recorded_at": _("{time} 记"),
        "clock_off": _("手机时间和服务器差 {how_long}，已按服务器时间登记。"),
        "days": _("{n} 天"),
        "hours": _("{n} 小时"),
        "minutes": _("{n} 分钟"),
        "edit": _("改一改再发"),
        "as_new": _("作为新的一条发送"),
        "forget": _("从手机上删掉"),
        "forget_sure": _("还没有送到服务器，删掉就找不回来了。真的删掉吗？"),
        "drop_photo": _("不要这张照片"),
        "sign_in": _("链接已经到期或停用，记录还在手机上。请让镇人大办再发一个走访链接，用这台手机打开后会自动发出。"),
        "forbidden": _("这个链接或账号不能上传，记录还在手机上。请联系镇人大办。"),
        "too_many": _("发得太快了，过几分钟会自动再发。"),
        "server_down": _("服务器暂时没有收下，会自动再试。记录还在手机上。"),
        "no_network": _("没有连上网络，会自动再试。"),
        "no_slip": _("有网以后给号"),
        "full": _("手机存不下了，这一条没有存上。请不要关掉本页，先把手机上的照片删掉一些再保存。"),
        "photo_large": _("“{name}”超过 10 MB，请换一张。"),
        "photo_many": _("一条最多 9 张照片。"),
        "words_missing": _("请先写下居民说的话，或代表看到的情况。"),
        "choose_building": _("整个小区，不分楼栋"),
        "editing": _("正在改一条没有送到的记录。"),
        "photo_kept": _("已经拍的 {n} 张照片都还在。"),
        "photo_lost": _("这张照片在手机上找不到了。"),
    }
