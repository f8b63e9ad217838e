"""What an advocate picks for a person: a service to offer, and what was told under a consent."""

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from survivor_portal.domain.consent import Purpose, Refusal
from survivor_portal.forms.ticks import TickList
from survivor_portal.texts.consent.labels import METHOD_LABELS, REFUSAL_LABELS
from survivor_portal.texts.desk import ITEMS_AT_DESK

if TYPE_CHECKING:
    from survivor_portal.actions.consents import ConsentCard
    from survivor_portal.security.tokens import Token

_REF_LENGTH = 26
_LONGEST_TOKEN = 64


class OfferForm(FlaskForm):
    """One press beside one service."""

    service = StringField(validators=[InputRequired(), Length(max=_REF_LENGTH)])


class TellingForm(FlaskForm):
    """What every form carries on which something is told under one consent.

    `token` stands for the one record it becomes; `recipient` and `purpose` are sent as the page showed them.
    """

    token = HiddenField(validators=[InputRequired(), Length(max=_LONGEST_TOKEN)])
    recipient = HiddenField(validators=[InputRequired(), Length(max=_REF_LENGTH)])
    purpose = HiddenField(validators=[AnyOf(list(Purpose))])

    @property
    def is_broken(self) -> bool:
        """Whether something is missing that no press on our page leaves out."""
        return any(field.errors for field in (self.token, self.recipient, self.purpose))


class DisclosureForm(TellingForm):
    """What was told under one consent, and how. Which of it the consent covers is for the domain to say."""

    consent = HiddenField(validators=[InputRequired(), Length(max=_REF_LENGTH)])
    items = TickList(
        lazy_gettext("What was told"),
        [InputRequired(REFUSAL_LABELS[Refusal.NO_ITEMS])],
        choices=[SelectChoice(item.value, label) for item, label in ITEMS_AT_DESK.items()],
    )
    method = RadioField(
        lazy_gettext("How it was told"),
        [InputRequired(lazy_gettext("Pick how it was told."))],
        choices=[SelectChoice(method.value, label) for method, label in METHOD_LABELS.items()],
        default=None,
    )

    @classmethod
    def empty(cls, card: "ConsentCard", token: "Token") -> Self:
        """Give a fresh form for one consent, with nothing ticked."""
        record = card.record
        form = cls(
            formdata=None, token=token, consent=record.record_id, recipient=record.recipient, purpose=record.purpose
        )
        form.show(card)
        return form

    @property
    def is_broken(self) -> bool:
        """Whether something is missing that no press on our page leaves out."""
        return super().is_broken or bool(self.consent.errors)

    def show(self, card: "ConsentCard") -> None:
        """Show only what this consent covers, beside the forms of other consents."""
        self.items.choices = [
            SelectChoice(item.value, label) for item, label in ITEMS_AT_DESK.items() if item in card.covered_items
        ]
        self.method.choices = [
            SelectChoice(method.value, label)
            for method, label in METHOD_LABELS.items()
            if method in card.record.methods
        ]
        for field in (self.items, self.method):
            field.id = f"{field.name}-{card.record_id}"
