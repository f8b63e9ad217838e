"""Questions with choices that may be left open, in every form that has some."""

from typing import TYPE_CHECKING

from wtforms.validators import Optional

if TYPE_CHECKING:
    from typing import Any


class MayStayOpen(Optional):
    """Lets a question be left open; whatever else is sent for it has to be one of its choices.

    The library's own takes blanks for nothing sent, and a first box without a value for all of them: what it passes
    over so reaches the code behind the form unread.
    """

    def __init__(self) -> None:
        """Take nothing but what is empty for nothing sent."""
        super().__init__(strip_whitespace=False)

    def __call__(self, form: "Any", field: "Any") -> None:  # noqa: ANN401 (any form, any field)
        """Stop the other checks when nothing was sent."""
        if not any(field.raw_data or ()):
            super().__call__(form, field)
