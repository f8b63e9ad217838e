"""The form on which she asks to be deleted."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from survivor_portal.security.passphrases import LONGEST_PASSPHRASE
from survivor_portal.texts.fields import FIELD_LABELS


class DeletionForm(FlaskForm):
    """Her passphrase once more, so that nobody who finds her phone open can do it."""

    passphrase = PasswordField(
        FIELD_LABELS["passphrase"],
        [
            InputRequired(lazy_gettext("Write your passphrase.")),
            Length(
                max=LONGEST_PASSPHRASE, message=lazy_gettext("That passphrase is too long. Check it and try again.")
            ),
        ],
    )
