"""A certificate as the tests have it: the thermometer of the sample certificate."""

from decimal import Decimal

from services.metrology.rules.certificate import (
    Certificate,
    Condition,
    DecisionRule,
    Item,
    Line,
    Party,
    Standard,
    Table,
)

POINTS = (
    ("306.248", "306.32", "0.23"),
    ("373.121", "373.21", "0.23"),
    ("448.253", "448.36", "0.23"),
    ("523.319", "523.31", "0.30"),
    ("593.154", "593.07", "0.30"),
)


def line(reference: str, indicated: str, limit: str) -> Line:
    error = str(Decimal(indicated) - Decimal(reference))
    accepted = str(Decimal(limit) - Decimal("0.061"))
    judged = {"lower": f"-{limit}", "upper": limit, "acceptance_lower": f"-{accepted}", "acceptance_upper": accepted}
    return Line(reference, indicated, error, "0.061", "2.00", "0.9545", "normal", **judged, verdict="pass")


def certificate(lines: tuple[Line, ...] = (), replaces: str = "") -> Certificate:
    return Certificate(
        number="甬衡校字〔2026〕第 00001 号",
        laboratory=Party("宁波甬衡计量校准所（演示）", "宁波市海曙区质安路 1 号"),
        customer=Party("宁波望春小家电有限公司（演示）", "宁波市海曙区望春街道质安路 20 号"),
        item=Item("温度计", "某某仪器（演示）", "T-100", "45210087", "完好"),
        method="JJF 1101-2019",
        method_title="温度计校准规范",
        received_on="2026-11-18",
        begun_on="2026-11-20",
        ended_on="2026-11-23",
        issued_on="2026-11-24",
        place="laboratory",
        conditions=(Condition("温度", "20.1", "°C"), Condition("相对湿度", "48", "%")),
        standards=(Standard("标准铂电阻温度计", "S-07", "RC-2026-01", "中国计量科学研究院", "2027-03-01"),),
        tables=(Table("温度", "K", "error", lines or tuple(line(*point) for point in POINTS)),),
        rule=DecisionRule("ILAC-G8 w=U", "1", "nonbinary", "使用说明书的最大允许误差"),
        authoriser="林某",
        replaces=replaces,
        software=(("QI Station", "0.1.0"), ("GTC", "1.5.1")),
    )
