"""The form a message is written in, on her page and on the desk."""

from typing import TYPE_CHECKING, Final, Self

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from survivor_portal.domain.messages import BodyRefusal
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.typed import as_seen, showable
from survivor_portal.texts.fields import FIELD_LABELS
from survivor_portal.texts.messages import BODY_REFUSALS, NOT_SENT

if TYPE_CHECKING:
    from survivor_portal.domain.messages import Sending
    from survivor_portal.security.tokens import Token

_LONGEST_TOKEN: Final = 64


class MessageForm(DraftedForm):
    """Words, and the token of the one message they become. What the words may be is for the domain to say."""

    body = TextAreaField(FIELD_LABELS["body"], filters=[as_seen])
    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])

    @classmethod
    def empty(cls, token: "Token") -> Self:
        """Give a fresh form, which will make one message."""
        return cls(formdata=None, token=token)

    def give_back(self, why: "BodyRefusal | Sending", token: "Token") -> None:
        """Keep words that were not sent, say why, and let them become a message of their own when sent again."""
        self.body.data = showable(self.body.data or "")
        self.token.data = token
        self.form_errors.append(BODY_REFUSALS[why] if isinstance(why, BodyRefusal) else NOT_SENT[why])
