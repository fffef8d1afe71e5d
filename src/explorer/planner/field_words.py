"""What stands at a field of the form: its options, its definitions and its usual range, in words."""

from __future__ import annotations

from explorer.county import Field
from explorer.i18n import Translator
from explorer.planner.problems import range_slots


def option_name(each: Field, option: str, tr: Translator) -> str:
    """What an option of a field is called."""
    if each.dimension is not None:
        return tr.label(each.dimension, option)
    name = f"{each.field_id}.{option}"
    return tr(f"county.{name}")


def definition_name(each: Field, definition: str, tr: Translator) -> str:
    """What a definition of a field is called."""
    name = f"{each.field_id}.by.{definition}"
    return tr(f"county.{name}")


def usual_range(each: Field, tr: Translator) -> str:
    """What a number usually is, in its unit."""
    assert each.unit is not None
    assert each.plausible is not None
    return tr("county.form.usual", **range_slots(each.plausible, each.unit, tr))
