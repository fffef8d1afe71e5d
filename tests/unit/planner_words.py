"""The few words of the data that the planner's tests need: units, and a tag or two of each checklist."""

from explorer.i18n import Labels, Translator

LABELS: Labels = {
    ("unit", "percent"): {"zh": "%", "en": "%"},
    ("unit", "persons"): {"zh": "人", "en": "persons"},
    ("unit", "visits"): {"zh": "人次", "en": "visits"},
    ("unit", "admissions"): {"zh": "人次", "en": "admissions"},
    ("unit", "referrals"): {"zh": "人次", "en": "referrals"},
    ("unit", "yuan"): {"zh": "元", "en": "yuan"},
    ("unit", "institutions"): {"zh": "家", "en": "institutions"},
    ("unit", "minutes"): {"zh": "分钟", "en": "minutes"},
    ("unit", "index"): {"zh": "（指数）", "en": "(index)"},
    ("payment", "capitation"): {"zh": "按人头总额付费", "en": "Capitation"},
    ("payment", "drg"): {"zh": "DRG 付费", "en": "DRG payment"},
    ("instrument", "training"): {"zh": "培训与进修", "en": "Training"},
    ("instrument", "unified-management"): {
        "zh": "人财物统一管理",
        "en": "Unified management of staff, funds and assets",
    },
}
ZH, EN = Translator("zh", LABELS), Translator("en", LABELS)
