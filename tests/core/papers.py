"""Papers of every form for the tests of the writers."""

import datetime as dt
from dataclasses import replace

from lianxin.core.documents.letters.model import (
    Blank,
    Boxes,
    Column,
    Fields,
    Form,
    Grid,
    Heading,
    Paper,
    Points,
    QrCode,
    RedHead,
    Signature,
    Text,
    Tone,
)

DAY = dt.date(2026, 11, 24)

LETTER = Paper(
    code="reply", form=Form.LETTER, title="关于“电梯经常停运”的答复函", number="102-2026-00012-答1", issued_on=DAY,
    issuer="示例镇房管中心", addressee="镇代表05号",
    blocks=(
        Text("您反映的“二号楼电梯三天两头停”（受理编号102-2026-00012）收悉。现答复如下："),
        Heading("办理结果"),
        Text("正在解决。11月22日已更换钢丝绳，恢复运行；整机更新列入2027年度计划。"),
        Heading("逐点答复"),
        Points(("什么时候修好：已恢复运行。", "老人下不了楼怎么办：停运期间由居委会安排志愿者上门。")),
    ),
    closing="感谢您对我们工作的关心和支持。", sealed=True, contact="承办员甲", copies="示例镇人大办公室",
    attachments=("现场查看记录", "更新方案"), made_by="承办员甲", mark="演示数据", notes=("本函不套红头。",),
)  # fmt: skip

RED = replace(LETTER, red_head=RedHead("示例镇人民政府", "示府函〔2026〕　　号"))

SHEET = Paper(
    code="order", form=Form.SHEET, title="交办单", number="102-2026-00012", issued_on=DAY, issuer="示例镇城运中心",
    blocks=(
        Fields((("主办单位", "房管中心"), ("办理时限", "2026年12月1日前"))),
        Heading("事情"),
        Text("二号楼电梯三天两头停，老人下不了楼？", Tone.QUOTE),
        Heading("评价"),
        Boxes("办理态度", ("满意", "基本满意", "不满意"), "基本满意"),
        Blank("理由", 4),
        Text("期限的依据：三个工作日。", Tone.NOTE),
    ),
    signatures=(Signature("签收"), Signature("日期", "2026年11月24日")), mark="演示数据", made_by="交办台",
)  # fmt: skip

COLUMNS = (Column("序号", 0.5, number=True), Column("编号", 1.5), Column("原话摘要", 4), Column("时限", 1.2))

TABLE = Paper(
    code="summary", form=Form.TABLE, title="居民意见汇总表", number="102-转-2026-007", issued_on=DAY,
    issuer="示例镇人大办公室", mark="演示数据", signatures=(Signature("转交"), Signature("接收")),
    blocks=(
        Grid(COLUMNS, [(at, f"102-2026-{at:05d}", "电梯三天两头停，老人下不了楼。" * 3, DAY) for at in range(1, 31)]),
    ),
)  # fmt: skip

NOTICE = Paper(
    code="notice", form=Form.NOTICE, title="给您的答复", number="102-2026-00012", issued_on=DAY,
    issuer="示例镇房管中心", mark="演示数据",
    blocks=(
        Heading("您反映的事"),
        Text("二号楼电梯三天两头停，老人下不了楼？", Tone.QUOTE),
        Heading("结果"),
        Text("正在解决", Tone.STRONG),
        QrCode("https://town.example/o/abc", "扫一扫看全文"),
    ),
)  # fmt: skip

#: Tables of different width one after the other.
REPORT = Paper(
    code="handling", form=Form.TABLE, title="居民意见办理情况报告", number="报告-20260101-20261124", issued_on=DAY,
    issuer="示例镇城运中心", addressee="示例镇人大办公室", mark="演示数据",
    blocks=(
        Text("现将办理情况报告如下。"),
        Heading("总的情况"),
        Grid((Column("指标", 1), Column("口径", 4)), [("收到", "期内收到的事项的件数，" * 9), ("答复", "签发的")]),
        Heading("事项清单"),
        Grid(COLUMNS, [(at, f"102-2026-{at:05d}", "河边栏杆松了", DAY) for at in range(1, 31)]),
        Grid((Column("谁说的", 1), Column("怎么说", 3)), [], "没有人说话。"),
    ),
)  # fmt: skip

ALL = {"letter": LETTER, "red": RED, "sheet": SHEET, "table": TABLE, "notice": NOTICE, "report": REPORT}
