"""What a supervisor writes down about a statement: who approved its words, and when."""

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.typed import showable
from survivor_portal.texts.fields import FIELD_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_NAME = 80
_LONGEST_TOKEN = 64

_PICK_DAY = lazy_gettext("Pick the day.")


class ApprovalForm(DraftedForm):
    """Who approved the words of one statement, and when. `words` is the digest of the words as they were shown."""

    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])
    words = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])
    approved_by = StringField(
        FIELD_LABELS["approved_by"],
        [
            InputRequired(lazy_gettext("Write the name of the qualified person.")),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That name is too long. Check it and try again.")),
        ],
        filters=[showable],
    )
    profession = StringField(
        FIELD_LABELS["profession"],
        [
            InputRequired(lazy_gettext("Write the profession of the qualified person.")),
            Length(max=_LONGEST_NAME, message=lazy_gettext("That is too long.")),
        ],
        filters=[showable],
    )
    approved_on = DateField(FIELD_LABELS["approved_on"], [InputRequired(_PICK_DAY)])

    def validate(self, extra_validators: "Mapping[str, Any] | None" = None) -> bool:
        """Say whether the form is whole; a day that is none is asked for in our own words."""
        is_valid = bool(super().validate(extra_validators))
        if self.approved_on.errors:
            self.approved_on.errors = [_PICK_DAY]
        return is_valid
