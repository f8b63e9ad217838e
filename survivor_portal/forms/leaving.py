"""How she leaves, and what stays behind in the browser. Each line shows what holds now, and can be left as it is."""

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice

from survivor_portal.domain.leaving import HIDES_AFTER, LeavingSettings
from survivor_portal.forms.open_questions import MayStayOpen
from survivor_portal.forms.ticks import TickList
from survivor_portal.texts.fields import FIELD_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from survivor_portal.config import ExitDestination

_KEYBOARD: Final = "keyboard"
_TAPS: Final = "taps"


class LeavingForm(FlaskForm):
    """The page that opens, other ways to leave, what the browser lists, and when the page goes by itself."""

    destination = RadioField(FIELD_LABELS["destination"], [MayStayOpen()], choices=[])
    leaves_by = TickList(
        FIELD_LABELS["leaves_by"],
        [MayStayOpen()],
        choices=[
            SelectChoice(_KEYBOARD, lazy_gettext("Press the Shift key three times")),
            SelectChoice(_TAPS, lazy_gettext("Tap the name at the top three times")),
        ],
    )
    few_traces = RadioField(
        FIELD_LABELS["few_traces"],
        [MayStayOpen()],
        choices=[
            SelectChoice("yes", lazy_gettext("Skip our pages")),
            SelectChoice("no", lazy_gettext("Go back a page")),
        ],
    )
    hides_after = RadioField(FIELD_LABELS["hides_after"], [MayStayOpen()], choices=[])

    def offer(self, destinations: "Iterable[ExitDestination]") -> None:
        """Put what there is to choose from on the form."""
        self.destination.choices = [SelectChoice(page.ref, page.name) for page in destinations]
        self.hides_after.choices = [
            SelectChoice(str(minutes), ngettext("After %(num)s minute", "After %(num)s minutes", minutes))
            for minutes in HIDES_AFTER
        ]

    def show(self, settings: LeavingSettings, destination: "ExitDestination") -> None:
        """Show what holds now."""
        ways = {_KEYBOARD: settings.by_keyboard, _TAPS: settings.by_taps}
        self.destination.data = destination.ref
        self.leaves_by.data = [way for way, is_on in ways.items() if is_on]
        self.few_traces.data = "yes" if settings.few_traces else "no"
        self.hides_after.data = str(settings.hides_after)

    def settings(self, former: LeavingSettings) -> LeavingSettings:
        """Give what the form asks for; what was left open stays as it was."""
        return LeavingSettings(
            destination=self.destination.data or former.destination,
            by_keyboard=_KEYBOARD in self.leaves_by.data,
            by_taps=_TAPS in self.leaves_by.data,
            few_traces=former.few_traces if not self.few_traces.data else self.few_traces.data == "yes",
            hides_after=int(self.hides_after.data or former.hides_after),
        )


class CoverForm(FlaskForm):
    """Whether a staff member's pages are covered while hidden."""

    covers = RadioField(
        FIELD_LABELS["covers"],
        [MayStayOpen()],
        choices=[SelectChoice("yes", lazy_gettext("Yes")), SelectChoice("no", lazy_gettext("No"))],
    )
