"""What people call the columns of their tables, and what a column can hold."""

from __future__ import annotations

from enum import StrEnum

from explorer.planner.naming import folded


class Role(StrEnum):
    """What a column holds; each is named under ``mine.role``."""

    place = "place"
    code = "code"
    period = "period"
    year = "year"
    part = "part"
    """A month, quarter or half of the year that stands in another column."""
    start = "start"
    end = "end"
    indicator = "indicator"
    value = "value"
    unit = "unit"
    numerator = "numerator"
    denominator = "denominator"
    note = "note"
    synthetic = "synthetic"
    ignored = "ignored"


HEADS: dict[Role, tuple[str, ...]] = {
    Role.place: (
        *(
            "地区",
            "地区名称",
            "地名",
            "县",
            "县区",
            "区县",
            "县（市、区）",
            "县(市、区、旗)",
            "县市区",
            "市县",
            "县名",
            "区域",
        ),
        *(
            "行政区",
            "行政区划",
            "行政区划名称",
            "所在地",
            "所在县",
            "统计地区",
            "单位名称",
            "填报单位",
            "机构名称",
            "机构",
        ),
        *("name", "place", "place_name", "county", "region", "district", "area", "city", "county name", "place name"),
    ),
    Role.code: (
        *(
            "代码",
            "编码",
            "地区代码",
            "行政区划代码",
            "区划代码",
            "行政代码",
            "县代码",
            "区县代码",
            "六位代码",
            "国标代码",
        ),
        *("code", "county_code", "region_code", "adcode", "area code", "gb code", "place code", "gb/t 2260"),
    ),
    Role.period: (
        *("时期", "期间", "时间", "日期", "统计时间", "统计期", "报告期", "统计期间", "数据时间", "年月", "时间段"),
        *("period", "date", "time", "reporting period", "time period"),
    ),
    Role.year: ("年份", "年度", "年", "统计年度", "数据年份", "year", "yr"),
    Role.part: ("月份", "月", "季度", "季", "半年", "month", "quarter", "half"),
    Role.start: ("开始日期", "起始日期", "开始", "起", "期初", "起始", "start", "period_start", "start date", "from"),
    Role.end: ("结束日期", "截止日期", "终止日期", "结束", "止", "期末", "end", "period_end", "end date", "to"),
    Role.indicator: (
        *("指标", "指标名称", "指标名", "指标编号", "指标代码", "项目", "项目名称", "指标项"),
        *("indicator", "indicator_id", "indicator name", "measure", "metric", "variable", "item", "series"),
    ),
    Role.value: (
        *("值", "数值", "指标值", "数据", "数据值", "实际值", "完成值", "本期", "本期值", "数量", "结果"),
        *("value", "figure", "amount", "obs_value", "data", "number", "actual"),
    ),
    Role.unit: ("计量单位", "单位", "数据单位", "unit", "units"),
    Role.numerator: ("分子", "分子值", "numerator"),
    Role.denominator: ("分母", "分母值", "denominator"),
    Role.note: ("备注", "注", "说明", "附注", "note", "notes", "remark", "remarks", "comment"),
    Role.synthetic: ("虚拟", "虚拟数据", "是否虚拟数据", "模拟", "模拟数据", "是否模拟", "合成数据", "synthetic"),
    Role.ignored: (
        *(
            "序号",
            "编号",
            "行号",
            "排名",
            "位次",
            "名次",
            "no",
            "no.",
            "id",
            "rank",
            "#",
            "index",
            "省",
            "省份",
            "地市",
        ),
        *("市", "地级市", "设区市", "province", "prefecture"),
    ),
}

ROLE_OF_HEAD = {folded(head): role for role, heads in HEADS.items() for head in heads if folded(head)}
