"""Boxes to tick, in every form that has some."""

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class TickList(SelectMultipleField):
    """Several boxes, any of which may be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what is ticked; a box without a value says nothing."""
        super().process_formdata([value for value in valuelist if value])
