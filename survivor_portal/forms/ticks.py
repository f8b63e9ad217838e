"""Boxes to tick, in every form that has some."""

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class TickList(SelectMultipleField):
    """Several boxes, any of which may be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
