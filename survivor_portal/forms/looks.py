"""Why somebody of the office looks at what one person shares."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from survivor_portal.domain.looks import LookReason


class LookForm(FlaskForm):
    """One press of one of several buttons: nothing is typed, and nothing is picked beforehand."""

    look_reason = StringField(
        validators=[AnyOf([reason.value for reason in LookReason], message=lazy_gettext("Pick why you look."))]
    )
