"""Every form with room for words or many ticks keeps what is typed until it is sent, or has a reason not to."""

import importlib
import pkgutil
from typing import TYPE_CHECKING, Final

from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields.core import UnboundField

from survivor_portal import forms
from survivor_portal.forms.drafted import DraftedForm
from survivor_portal.forms.ticks import TickList
from survivor_portal.views.drafts import FORMS
from tests.markup import read_page
from tests.routes import ROUTES, address, rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from flask import Flask

    from tests.browse import Browser
    from tests.markup import Markup

_SIGNING_IN: Final = "nobody is signed in yet, so there is nobody to keep it for"
_SECRET: Final = "a passphrase, a code or words that stand for one, which are never kept"
_ONE_NAME: Final = "one name or number to look somebody up by, typed at once"
_PRESSED: Final = "one press of a button, with nothing typed"

NOT_KEPT: Final = {
    "AgreedWordsForm": _SECRET,
    "AnswerForm": _PRESSED,
    "AskForm": _SIGNING_IN,
    "CodeForm": _SIGNING_IN,
    "ConfirmAppForm": _SIGNING_IN,
    "DisclosureForm": "a few ticks out of what one consent covers, and no words",
    "FindForm": _ONE_NAME,
    "FindingForm": _ONE_NAME,
    "GetInCodeForm": _SIGNING_IN,
    "HeldPersonForm": _ONE_NAME,
    "HelpForm": _SECRET,
    "InviteForm": "one name, which nobody is called by yet",
    "LeavingForm": "a few choices, each of which shows what holds already",
    "LookForm": _PRESSED,
    "NewStaffForm": "two names of a colleague, typed at once",
    "OfferForm": _PRESSED,
    "PasskeySignInForm": _SIGNING_IN,
    "PoliceAnswerForm": _PRESSED,
    "RecipientForm": "one name of a place, typed at once",
    "RoleForm": _PRESSED,
    "SetUpForm": _SIGNING_IN,
    "SheetForm": "its page promises that we keep no copy of its words",
    "SpokenStopForm": "pressed while somebody speaks; an hour that was typed before must not come back",
    "StaffSignInForm": _SIGNING_IN,
    "StepUpForm": _SECRET,
    "SurvivorSignInForm": _SIGNING_IN,
}
"""Forms with a line to type into that keep nothing, with the reason."""

NOT_KEPT_ON_PAGES: Final = {
    "/desk/invites": NOT_KEPT["InviteForm"],
    "/desk/office/consents": NOT_KEPT["FindingForm"],
    "/desk/office/consents/<ref>": NOT_KEPT["SpokenStopForm"],
    "/desk/office/holds": NOT_KEPT["HeldPersonForm"],
    "/desk/office/people": NOT_KEPT["FindForm"],
    "/desk/office/people/<ref>/recovery": NOT_KEPT["HelpForm"],
    "/desk/office/staff": NOT_KEPT["NewStaffForm"],
    "/desk/office/recipients": NOT_KEPT["RecipientForm"],
    "/desk/office/recipients/<int:page>": NOT_KEPT["RecipientForm"],
    "/desk/people/<ref>/consents/<consent>/sheet": NOT_KEPT["SheetForm"],
    "/desk/people/<ref>/disclosures": NOT_KEPT["DisclosureForm"],
    "/desk/people/<ref>/recovery": NOT_KEPT["HelpForm"],
    "/desk/people/<ref>/referrals/<option>/<consent>": NOT_KEPT["SheetForm"],
    "/desk/people/<ref>/stops": NOT_KEPT["SpokenStopForm"],
    "/desk/step-up": NOT_KEPT["StepUpForm"],
    "/me/recovery": NOT_KEPT["AgreedWordsForm"],
}
"""Forms on pages that keep nothing though words or ticks go into them, by the page they stand on, with the reason."""

WHO_LOOKS: Final = {"survivor": "survivor", "advocate": "advocate", "supervisor": "supervisor", "staff": "advocate"}
TYPED: Final = {"text", "date", "datetime-local"}
SHORT: Final = 3
"""How many boxes a form may have without keeping which were ticked."""


def every_form() -> "Iterator[type[FlaskForm]]":
    """Give every form there is."""
    for module in pkgutil.iter_modules(forms.__path__, f"{forms.__name__}."):
        for form in vars(importlib.import_module(module.name)).values():
            if isinstance(form, type) and issubclass(form, FlaskForm) and form.__module__ == module.name:
                yield form


def is_long(form: type[FlaskForm]) -> bool:
    """Say whether anything is to be written into a form, or ticked out of a list."""
    kinds = [made.field_class for name in dir(form) if isinstance(made := getattr(form, name), UnboundField)]
    typed = (StringField, TextAreaField, TickList, DateField, DateTimeLocalField)
    return any(issubclass(kind, typed) and not issubclass(kind, PasswordField | HiddenField) for kind in kinds)


def has_words(page: "Markup", form: "Element") -> bool:
    """Say whether anything is to be written into a form on a page, or more than a few boxes ticked."""
    own = [control for control in page.all("input", "textarea") if form in page.ancestors(control)]
    boxes = [control for control in own if control.get("type") == "checkbox"]
    return len(boxes) > SHORT or any(control.tag == "textarea" or control.get("type") in TYPED for control in own)


def test_every_long_form_keeps_what_is_typed_or_has_a_reason_not_to() -> None:
    forgetful = {form.__name__ for form in every_form() if is_long(form) and not issubclass(form, DraftedForm)}

    assert forgetful - NOT_KEPT.keys() == set(), "let it be a DraftedForm, or say why not"
    assert NOT_KEPT.keys() - forgetful == set(), "no such form"


def test_every_form_that_keeps_what_is_typed_stands_on_a_page_that_can_be_named() -> None:
    kinds = {form for form in every_form() if issubclass(form, DraftedForm) and form is not DraftedForm}
    named = {base for kind in FORMS.values() for base in kind.__mro__}

    assert {
        form.__name__ for form in kinds if form not in named and not set(FORMS.values()) & set(form.__mro__)
    } == set()


def test_every_page_with_drafts_is_there(app: "Flask") -> None:
    pages = {rule.endpoint for method, rule in rules(app) if method == "GET"}

    assert FORMS.keys() - pages == set()


def test_every_long_form_on_a_page_keeps_what_is_typed_or_has_a_reason_not_to(
    visitors: "dict[str, Browser]", existing: dict[str, str]
) -> None:
    kept: set[str] = set()
    forgetful: set[str] = set()
    for _, path, audience, *_ in (route for route in ROUTES if route[0] == "GET" and route[2] in WHO_LOOKS):
        answer = visitors[WHO_LOOKS[audience]].client.open(address(path, existing))
        if answer.status_code != 200:
            continue
        page = read_page(answer.text)
        for form in page.all("form"):
            if has_words(page, form):
                (kept if form.get("data-unsent") else forgetful).add(path)

    assert len(kept) > 8
    assert forgetful - NOT_KEPT_ON_PAGES.keys() == set(), "let its form be a DraftedForm, or say why not"
