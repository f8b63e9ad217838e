"""Forms with room for many words: what is typed into them is kept on the server until it is sent."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField, StringField

from survivor_portal.forms.typed import showable
from survivor_portal.texts.fields import SECRET_FIELDS, SIGNING_FIELDS

if TYPE_CHECKING:
    from wtforms import Field

    from survivor_portal.actions.drafts import DraftPage, Typed


@dataclass(frozen=True, slots=True, repr=False)
class Unsent:
    """What the page of a form knows of its drafts: where it saves them, and which it shows.

    `shown` are the references of the drafts on the page; `elsewhere` is what was typed into the same form on other
    pages, to be read and copied.
    """

    address: str
    opened: "DraftPage"
    shown: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


class DraftedForm(FlaskForm):
    """A form that comes back as it was left. Passphrases, codes and what is only true while signing never do."""

    unsent: Unsent | None = None
    """Set by the view that shows it; a form without one keeps nothing."""

    def typed(self) -> "Typed":
        """Give what was sent of the lines that are kept, as a page can repeat it."""
        return tuple((line.name, showable(value)) for line in self._kept_lines() for value in line.raw_data or ())

    def take_up(self, typed: "Typed") -> None:
        """Put what was typed before into the form in place of what it begins with."""
        sent = MultiDict(typed)
        for line in self._kept_lines():
            line.process(sent)

    def written(self, typed: "Typed") -> str:
        """Give what was written in words, out of what was typed into a form like this one."""
        lines = {line.name for line in self._kept_lines() if isinstance(line, StringField)}
        return "\n\n".join(value for name, value in typed if name in lines)

    def _kept_lines(self) -> "list[Field]":
        return [
            line
            for line in self
            if not isinstance(line, HiddenField | PasswordField) and line.name not in SECRET_FIELDS | SIGNING_FIELDS
        ]
