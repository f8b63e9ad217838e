"""What stands on a sheet for a recipient. Nothing on it is ticked beforehand; some words are there already."""

from typing import TYPE_CHECKING, Any, Final, Self

from flask_babel import lazy_gettext
from wtforms import BooleanField, Form, FormField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from survivor_portal.domain.consent import WRITTEN_METHODS, DataItem
from survivor_portal.forms.desk import TellingForm
from survivor_portal.forms.ticks import TickList
from survivor_portal.forms.typed import showable
from survivor_portal.texts.consent.labels import METHOD_LABELS
from survivor_portal.texts.desk import ITEMS_AT_DESK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from survivor_portal.actions.consents import ConsentCard
    from survivor_portal.security.tokens import Token

LONGEST_WORDS: Final = 300
"""Characters for one item. All of them full, in any script, a sheet stays below what one request may hold."""

_WRITE_WORDS: Final = lazy_gettext("Write words for this, or take the tick away.")


def _as_written(text: str | None) -> str:
    return "\n".join(showable(text).splitlines()).strip()


class SheetWords(Form):
    """A field for each item, called like it."""


for _item, _label in ITEMS_AT_DESK.items():
    setattr(
        SheetWords,
        _item.value,
        TextAreaField(
            _label,
            [Length(max=LONGEST_WORDS, message=lazy_gettext("That is too long. Use 300 letters or fewer."))],
            filters=[_as_written],
        ),
    )


class SheetForm(TellingForm):
    """What a sheet says of each item, and how it gets there. What the consent covers is for the domain to say.

    Only words with a tick count. `as_file` asks for a plain text instead of a page.
    """

    items = TickList(
        lazy_gettext("What the sheet says"),
        [InputRequired(lazy_gettext("Pick what the sheet says."))],
        choices=[SelectChoice(item.value, label) for item, label in ITEMS_AT_DESK.items()],
    )
    words = FormField(SheetWords)
    method = RadioField(
        lazy_gettext("How it gets there"),
        [InputRequired(lazy_gettext("Pick how it gets there."))],
        choices=[SelectChoice(each.value, label) for each, label in METHOD_LABELS.items() if each in WRITTEN_METHODS],
        default=None,
    )
    as_file = BooleanField()

    @classmethod
    def empty(cls, card: "ConsentCard", token: "Token", known: "Mapping[DataItem, str]") -> Self:
        """Give a fresh form for one consent: nothing ticked, and words where they are known."""
        record = card.record
        form = cls(
            formdata=None,
            token=token,
            recipient=record.recipient,
            purpose=record.purpose,
            words={item.value: words for item, words in known.items()},
        )
        form.show(card)
        return form

    def validate(self, extra_validators: "Mapping[str, Any] | None" = None) -> bool:
        """Say whether the form can be read, and has words for everything that is ticked."""
        is_valid = bool(super().validate(extra_validators))
        wordless = [self.words[item.value] for item in self._ticked if not self.words[item.value].data]
        for field in wordless:
            field.errors = [_WRITE_WORDS]
        return is_valid and not wordless

    def show(self, card: "ConsentCard") -> None:
        """Show only what this consent covers, and the ways it allows that a sheet can go by."""
        self.items.choices = [
            SelectChoice(item.value, label) for item, label in ITEMS_AT_DESK.items() if item in card.covered_items
        ]
        self.method.choices = [
            SelectChoice(method.value, label)
            for method, label in METHOD_LABELS.items()
            if method in card.written_methods
        ]

    @property
    def ticked_words(self) -> dict[DataItem, str]:
        """What is to be said of each ticked item."""
        return {item: self.words[item.value].data for item in self._ticked}

    @property
    def _ticked(self) -> list[DataItem]:
        return [item for item in DataItem if item in (self.items.data or ())]
