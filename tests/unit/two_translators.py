"""Translators that know some units, for tests that need no data."""

from explorer.i18n import Translator

UNITS = {
    ("unit", "percent"): {"zh": "%", "en": "%"},
    ("unit", "percentage-points"): {"zh": "个百分点", "en": "percentage points"},
    ("unit", "visits"): {"zh": "人次", "en": "visits"},
    ("unit", "calendar-year"): {"zh": "年份", "en": "calendar year"},
    ("unit", "per-1000"): {"zh": "‰", "en": "per 1,000"},
    ("unit", "per-100000"): {"zh": "/10万", "en": "per 100,000"},
    ("unit", "index"): {"zh": "（指数）", "en": "(index)"},
    ("unit", "ratio"): {"zh": "倍", "en": "times"},
}
ZH, EN = Translator("zh", UNITS), Translator("en", UNITS)
