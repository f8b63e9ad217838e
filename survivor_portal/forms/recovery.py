"""What is typed on the way back in, on either side. What it is worth is for the actions to say."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from survivor_portal.domain.recovery import LONGEST_WORDS
from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.signing_in import OnceOnlyField
from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.fields import FIELD_LABELS

_LONGEST_NAME = 80
_LONGEST_CODE = 60
_LONGEST_NUMBER = 20

_passphrase_is_short = Length(
    max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
)


def _digits(typed: str | None) -> str | None:
    """Give the digits of a number, however it was grouped and in whichever script it was typed."""
    return typed and "".join(str(int(sign)) if sign.isdecimal() else sign for sign in typed if sign.isalnum())


class AskForm(FlaskForm):
    """Whose name it is that somebody cannot sign in with."""

    sign_in_name = StringField(
        FIELD_LABELS["sign_in_name"],
        [
            InputRequired(lazy_gettext("Write your sign-in name.")),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
    )


class GetInCodeForm(FlaskForm):
    """The code a helper reads out, however it is grouped."""

    get_in_code = OnceOnlyField(
        FIELD_LABELS["get_in_code"],
        [
            InputRequired(lazy_gettext("Write the code you hear.")),
            Length(max=_LONGEST_CODE, message=lazy_gettext("The code has 12 letters and numbers. Try again.")),
        ],
    )


class NewStartForm(FlaskForm):
    """Twice the new passphrase, and whose phone this is. Leaving the question out counts as a shared phone."""

    new_passphrase = PasswordField(
        FIELD_LABELS["new_passphrase"],
        [InputRequired(lazy_gettext("Write the new passphrase.")), _passphrase_is_short],
    )
    new_passphrase_again = PasswordField(
        FIELD_LABELS["new_passphrase_again"],
        [
            InputRequired(lazy_gettext("Write the new passphrase once more.")),
            _passphrase_is_short,
            EqualTo("new_passphrase", lazy_gettext("The two are not the same. Write the new passphrase twice.")),
        ],
    )
    phone_is_hers = RadioField(
        FIELD_LABELS["phone_is_hers"],
        [MayStayOpen()],
        choices=[
            SelectChoice("yes", lazy_gettext("Yes, only mine")),
            SelectChoice("no", lazy_gettext("No, others use it")),
        ],
        default=None,
    )


class AgreedWordsForm(FlaskForm):
    """The words her team is to know her by, with her passphrase."""

    agreed_words = OnceOnlyField(
        FIELD_LABELS["agreed_words"],
        [
            InputRequired(lazy_gettext("Write a few words.")),
            Length(max=LONGEST_WORDS, message=lazy_gettext("That is too long. Use fewer words.")),
        ],
    )
    present_passphrase = PasswordField(
        FIELD_LABELS["present_passphrase"],
        [InputRequired(lazy_gettext("Write your passphrase.")), _passphrase_is_short],
    )


class HelpForm(FlaskForm):
    """What a helper sees, hears and says: the number, the words if there are any, and whether they are together.

    Leaving the question out counts as no, the reading under which more is asked for. Words that were left empty are one
    thing; words that did not come along, since a factor was asked for in between, are to be written again.
    """

    request_number = StringField(
        FIELD_LABELS["request_number"],
        [
            InputRequired(lazy_gettext("Write the number.")),
            Length(max=_LONGEST_NUMBER, message=lazy_gettext("The number has 6 digits. Check it and try again.")),
        ],
        filters=[_digits],
    )
    heard_words = OnceOnlyField(
        FIELD_LABELS["heard_words"],
        [Length(max=LONGEST_WORDS, message=lazy_gettext("That is too long. Use fewer words."))],
    )
    together = RadioField(
        FIELD_LABELS["together"],
        [MayStayOpen()],
        choices=[
            SelectChoice("yes", lazy_gettext("Yes, face to face")),
            SelectChoice("no", lazy_gettext("No, by phone or otherwise")),
        ],
        default=None,
    )

    def validate_heard_words(self, field: OnceOnlyField) -> None:
        """Ask for words that are missing altogether: a browser sends even an empty line."""
        if not field.raw_data:
            raise ValidationError(
                lazy_gettext("We did not keep the words while you confirmed. Write them again, or leave this empty.")
            )


class FindForm(FlaskForm):
    """What somebody says on the telephone who lost a phone or a passphrase: a sign-in name, or a number."""

    name_or_number = StringField(
        FIELD_LABELS["name_or_number"],
        [
            InputRequired(lazy_gettext("Write a sign-in name or a number.")),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
    )
