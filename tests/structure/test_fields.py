"""Every field of every form: how long it may be, whether it is masked, and that it is never given back when secret."""

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from wtforms import BooleanField, PasswordField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import AnyOf, EqualTo, Length

from survivor_portal.domain.consent import DataItem
from survivor_portal.forms.sheets import LONGEST_WORDS, SheetWords
from survivor_portal.texts.fields import CLEANED_FIELDS, FIELD_LABELS, LONG_FIELDS, SECRET_FIELDS, SIGNING_FIELDS
from tests.cast import AMARA
from tests.forms import SENT_WITHOUT_A_FORM, Field, every_field

if TYPE_CHECKING:
    from tests.browse import Browser

PACKAGE: Final = Path(__file__).resolve().parents[2] / "survivor_portal"
FIELDS: Final = list(every_field())
CHOICES: Final = (BooleanField, RadioField, SelectField, SelectMultipleField)

HELD_ELSEWHERE: Final = {
    ("ProposalForm", "recipient"): "looked up among the recipients there are; anything else is no recipient",
    ("SpokenStopForm", "said_at"): "a day and a time, or nothing at all",
    ("AnswerForm", "shown_on"): "compared with today; anything else shows the form again",
    ("AnswerForm", "statement"): "compared with the statement there is; anything else shows the form again",
    ("ConsentForm", "recipient"): "looked up among the recipients there are; anything else is no recipient",
    ("ConsentForm", "shown_on"): "compared with today; anything else shows the form again",
    ("ConsentForm", "statement"): "compared with the statement there is; anything else shows the form again",
    ("HoldForm", "kept_until"): "read as a day of a calendar; anything else shows the form again",
    ("SheetForm", "words"): "a field for each item, each with a longest length, as a test below says",
    ("SigningForm", "shown_on"): "what stands on it is signed on one of the two forms above",
    ("SigningForm", "statement"): "as above",
    ("ApprovalForm", "approved_on"): "a date, or asked for again",
    ("CompelledForm", "ban_until"): "a day and a time, or asked for again",
    ("CompelledForm", "tried_again_at"): "as above",
    ("CompelledForm", "tried_at"): "as above",
    ("PoliceConsentForm", "recipient"): "as on the form it stands apart from",
    ("PoliceConsentForm", "shown_on"): "as above",
    ("PoliceConsentForm", "statement"): "as above",
    ("MessageForm", "body"): "the domain counts its characters",
    ("SurvivorSignInForm", "written"): "was sent once before, and is kept only where a draft of it would be",
    ("StaffSignInForm", "written"): "as above",
    ("PasskeySignInForm", "written"): "as above",
    ("SurvivorSignInForm", "unsent_typed"): "as above",
    ("StaffSignInForm", "unsent_typed"): "as above",
    ("PasskeySignInForm", "unsent_typed"): "as above",
}
"""Fields whose length something else decides, and what."""

PUBLIC_NAMES: Final = frozenset({"place"})
"""Fields that name a place of the portal: `is_local_place` counts 200 characters."""


def named(field: Field) -> str:
    return f"{field.form}.{field.name}"


@pytest.mark.parametrize("field", FIELDS, ids=named)
def test_every_field_somebody_types_into_has_a_longest_length(field: Field) -> None:
    if issubclass(field.kind, CHOICES) and field.options.get("validate_choice", True):
        return
    held = (field.form, field.name) in HELD_ELSEWHERE or field.name in PUBLIC_NAMES
    limits = [check for check in field.validators if isinstance(check, Length) and check.max > 0]
    closed = [check for check in field.validators if isinstance(check, AnyOf | EqualTo)]

    assert held is not bool(limits or closed), "give it a longest length, or say what decides"


def test_every_length_that_something_else_decides_belongs_to_a_field() -> None:
    assert HELD_ELSEWHERE.keys() <= {(field.form, field.name) for field in FIELDS}


@pytest.mark.parametrize("field", [field for field in FIELDS if issubclass(field.kind, PasswordField)], ids=named)
def test_no_secret_is_ever_given_back(field: Field) -> None:
    # A field of this kind shows nothing again by itself; the page for a form that cannot be sent has to know its name.
    assert field.name in SECRET_FIELDS | SIGNING_FIELDS
    assert field.options.get("widget", PasswordField.widget).hide_value


@pytest.mark.parametrize("field", [field for field in FIELDS if "passphrase" in field.name], ids=named)
def test_every_passphrase_is_masked(field: Field) -> None:
    assert issubclass(field.kind, PasswordField)


@pytest.mark.parametrize("path", ["/", "/desk/sign-in", "/desk/set-up"])
def test_nothing_keeps_a_secret_from_being_pasted_or_filled_in(browser: "Browser", path: str) -> None:
    page = browser.open(path)
    secret = [control for control in page.markup.all("input") if control.get("type") == "password"]

    assert secret
    for control in secret:
        assert not [name for name in control.attrib if name.startswith("on")]
        assert control.get("readonly") is None
    for script in (PACKAGE.parent / "static").rglob("*.js"):
        assert "paste" not in script.read_text(encoding="utf-8")


def test_views_read_no_field_that_nobody_wrote_down() -> None:
    read = set()
    for path in (*(PACKAGE / "views").rglob("*.py"), *(PACKAGE / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"request.form.get", "request.form.getlist"}:
                assert isinstance(node.args[0], ast.Constant | ast.Name), path
                if isinstance(node.args[0], ast.Constant):
                    read.add(node.args[0].value)

    assert read <= SENT_WITHOUT_A_FORM


def test_a_field_no_form_has_changes_nothing(browser: "Browser") -> None:
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    form.forge(id="a" * 26, survivor_id="a" * 26, staff_id="a" * 26, role="supervisor", audience="supervisor")

    assert "Amara" in form.submit().text
    browser.open("/desk/office", status=401)


def test_a_field_sent_twice_counts_once(browser: "Browser") -> None:
    form = browser.open("/").form("/").fill(sign_in_name="nobody at all", passphrase=AMARA.passphrase)
    twice = [*form.values.items(), ("sign_in_name", AMARA.sign_in_name)]
    body = "&".join(f"{name}={value}" for name, value in twice).replace(" ", "+")
    answer = browser.client.post("/", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422


@pytest.mark.parametrize("item", DataItem)
def test_every_item_of_a_sheet_has_a_field_with_a_longest_length(item: DataItem) -> None:
    field = getattr(SheetWords, item)

    assert [check.max for check in field.args[1] if isinstance(check, Length)] == [LONGEST_WORDS]
    assert f"words-{item}" in LONG_FIELDS & CLEANED_FIELDS & FIELD_LABELS.keys()
