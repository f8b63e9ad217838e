"""The sign-in forms: hers, and the two of staff."""

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from survivor_portal.domain.drafts import LONGEST_PAGE
from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.typed import showable
from survivor_portal.security.passkeys import LONGEST_ANSWER
from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.fields import FIELD_LABELS

if TYPE_CHECKING:
    from survivor_portal.actions.drafts import Typed

_LONGEST_NAME = 80
_LONGEST_CODE = 40

_name_is_there = InputRequired(lazy_gettext("Write your sign-in name."))
_name_is_short = Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again."))
_passphrase_is_there = InputRequired(lazy_gettext("Write your passphrase."))
_passphrase_is_short = Length(
    max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
)


class LinesField(HiddenField):
    """Lines of another form, each with its name before it, carried unseen."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read every line, as a page can repeat it."""
        self.data = [showable(line) for line in valuelist]


class SentTooLate:
    """What a sign-in form carries of a form that was sent after its session had ended, and the place to return to.

    `written` stands there to be copied. With the `unsent_page` it came from, it becomes a draft of whoever that page
    was opened for, once they have signed in, together with the other lines of its form.
    """

    place = HiddenField()
    written = TextAreaField(FIELD_LABELS["written"], filters=[showable])
    unsent_page = HiddenField(validators=[Length(max=LONGEST_PAGE)])
    unsent_typed = LinesField()

    @property
    def sent_too_late(self) -> "Typed":
        """What was typed into the form that was sent too late. Words over several lines are a message's in each."""
        lines = tuple(line.partition("=") for line in self.unsent_typed.data or ())
        return (*((name, value) for name, _, value in lines), ("body", self.written.data or ""))

    def take_over(self, other: "SentTooLate") -> None:
        """Carry what another sign-in form carried."""
        self.place.data = other.place.data
        self.written.data = other.written.data
        self.unsent_page.data = other.unsent_page.data
        self.unsent_typed.data = other.unsent_typed.data


class SurvivorSignInForm(SentTooLate, FlaskForm):
    """Name, passphrase, and whose phone this is. Leaving the question out counts as a shared phone."""

    sign_in_name = StringField(FIELD_LABELS["sign_in_name"], [_name_is_there, _name_is_short])
    passphrase = PasswordField(FIELD_LABELS["passphrase"], [_passphrase_is_there, _passphrase_is_short])
    phone_is_hers = RadioField(
        FIELD_LABELS["phone_is_hers"],
        [MayStayOpen()],
        choices=[
            SelectChoice("yes", lazy_gettext("Yes, only mine")),
            SelectChoice("no", lazy_gettext("No, others use it")),
        ],
        default=None,
    )


class OnceOnlyField(StringField):
    """A line whose content is good once: shown empty again, since it has to be written anew."""

    def _value(self) -> str:
        return ""


class StaffSignInForm(SentTooLate, FlaskForm):
    """Name, passphrase and the code of the moment, or a recovery code in its place."""

    sign_in_name = StringField(FIELD_LABELS["sign_in_name"], [_name_is_there, _name_is_short])
    passphrase = PasswordField(FIELD_LABELS["passphrase"], [_passphrase_is_there, _passphrase_is_short])
    code = OnceOnlyField(
        FIELD_LABELS["code"],
        [
            InputRequired(lazy_gettext("Write the 6 numbers from your app.")),
            Length(max=_LONGEST_CODE, message=lazy_gettext("The code has 6 numbers. Check it and try again.")),
        ],
    )


class PasskeySignInForm(SentTooLate, FlaskForm):
    """What the browser says for a passkey, which our script puts in."""

    credential = HiddenField(validators=[Optional(), Length(max=LONGEST_ANSWER)])
