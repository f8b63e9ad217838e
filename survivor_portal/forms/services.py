"""Her answer to an option."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from survivor_portal.domain.options import Answer


class AnswerForm(FlaskForm):
    """One press of one button. Taking an answer back is an answer, too."""

    answer = StringField(validators=[AnyOf([answer.value for answer in Answer])])
