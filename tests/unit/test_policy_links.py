"""A policy's name in a link whose label has little room."""

from __future__ import annotations

import pytest

from explorer.ui.policy_links import short_name


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("分级诊疗制度建设意见", "分级诊疗制度建设意见"),
        ("秀洲区与浙江省中医院第二轮合作（“省中·秀洲Plus模式”）", "秀洲区与浙江省中医院第二轮合作…"),
        ("Second round of the cooperation (“Xiuzhou Plus” model)", "Second round of the cooperation…"),
    ],
)
def test_a_long_name_ends_in_dots_and_never_in_an_opening_bracket(name: str, label: str) -> None:
    assert short_name(name) == label
