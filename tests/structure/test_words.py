"""What the portal says, and what it asks for: no word that orders, blames or tells; no story; nothing hard to read."""

import importlib
import pkgutil
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from survivor_portal import forms
from survivor_portal.demonstration.numbers import demonstration_numbers
from tests.page_rules import TELLING_WORDS
from tests.reading_ease import grade, sentences_in, words_in
from tests.structure.screens import addresses_for, screens, screens_of_getting_back_in, screens_of_joining
from tools.catalogues import ROOT, TRANSLATIONS, extracted, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

    from survivor_portal.actions.deps import Deps
    from tests.pages import Page
    from tests.timepiece import Timepiece

BANNED: dict[str, Any] = tomllib.loads((Path(__file__).parent / "banned_words.toml").read_text(encoding="utf-8"))
LANGUAGES = sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())
HIGHEST_GRADE = 6.0
MOST_WORDS = 19
LONGEST_ONE_LINER = 200

STAFF_ROOMS = ("templates/advocate/", "templates/staff/", "templates/supervisor/", "public/_desk", "public/desk")
"""Where words stand that only staff read."""

NOT_ASKED_OF_HER = {
    "BlockForm": "a supervisor says why nothing may be told to a place, or leaves it",
    "AdvocateForm": "a supervisor gives somebody to an advocate, or leaves it",
    "CompelledForm": "an advocate writes down what the law compels: without its ground nothing may leave",
    "HoldForm": "a supervisor writes a legal hold, which stands on an order and is told or not",
    "NewStaffForm": "a supervisor makes an account, which has a role or is none",
    "ProposalForm": "an advocate asks for one whole consent, which the person answers or leaves",
    "InvalidationForm": "a supervisor says why a signature does not count, or leaves it",
    "DisclosureForm": "an advocate writes down what was told, and how: with either left out, she could not see it",
    "SheetForm": "as above, of what stands on a sheet",
}
"""Forms of the desk whose lines cannot be left open, with the reason. Hers are never among them."""


def banned_in(text: str, language: str) -> list[str]:
    """Give the banned words of a language that a text holds."""
    found = []
    for entry in BANNED[language]["words"]:
        rest = text
        for phrase in sorted(entry.get("allowed", ()), key=len, reverse=True):
            rest = re.sub(re.escape(phrase), "", rest, flags=re.IGNORECASE)
        # Arabic writes "and", "to" and "the" together with the next word.
        pattern = entry["word"] if language == "ar" else rf"\b(?:{entry['word']})\b"
        found += [match[0] for match in re.finditer(pattern, rest, re.IGNORECASE)]
    return found


def texts_of(catalogue: "Catalog", *, translated: bool) -> "Iterator[str]":
    """Give every text of a catalogue, in all its plural forms."""
    for message in catalogue:
        if message.id:
            texts = message.string if translated else message.id
            yield from (texts,) if isinstance(texts, str) else texts or ()


def form_classes() -> list[type[FlaskForm]]:
    """Give every form there is."""
    for module in pkgutil.walk_packages(forms.__path__, f"{forms.__name__}."):
        importlib.import_module(module.name)
    return sorted(_below(FlaskForm), key=lambda form: form.__name__)


def fields_of(app: Flask) -> "Iterator[tuple[str, Field]]":
    """Give every field of every form, as it is before anything was typed."""
    for form_class in form_classes():
        with app.test_request_context("/"):
            for field in form_class(formdata=None):
                yield f"{form_class.__name__}.{field.name}", field


def is_required(field: Field) -> bool:
    """Say whether leaving a field empty is complained about."""
    return any(isinstance(validator, (DataRequired, InputRequired)) for validator in field.validators)


def asks_for_a_story(field: Field) -> bool:
    """Say whether a field has room for one."""
    if isinstance(field, TextAreaField):
        return True
    limits = [validator.max for validator in field.validators if isinstance(validator, Length) and validator.max > 0]
    return isinstance(field, StringField) and min(limits, default=LONGEST_ONE_LINER + 1) > LONGEST_ONE_LINER


def spoken_by(page: "Page") -> str:
    """Give everything a screen says, with what its status line keeps ready, but for the name of whoever reads it."""
    status = page.markup.by_id("status")
    assert status is not None
    ready = [value for name, value in status.attrib.items() if name.startswith("data-")]
    return "\n".join([page.lines.replace("Amara", "Ann"), *ready])


def sentences_on(spoken: str) -> str:
    """Give what a screen says in whole sentences: many short labels must not make up for a few hard ones."""
    return "\n".join(line for line in spoken.splitlines() if line.rstrip().endswith((".", "?", "!")))


def test_no_english_text_holds_a_banned_word() -> None:
    texts = list(texts_of(extracted(ROOT), translated=False))

    assert len(texts) > 50
    assert {text: found for text in texts if (found := banned_in(text, "en"))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_holds_a_banned_word(language: str) -> None:
    texts = list(texts_of(read_catalogue(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"), translated=True))

    assert len(texts) > 50
    assert {text: found for text in texts if (found := banned_in(text, language))} == {}


@pytest.mark.parametrize("language", BANNED)
def test_every_banned_word_has_its_reason(language: str) -> None:
    entries = BANNED[language]["words"]

    assert len(entries) >= 10
    assert [entry for entry in entries if not entry["reason"] or not entry["word"]] == []
    for entry in entries:
        for phrase in entry.get("allowed", ()):
            assert re.search(entry["word"], phrase, re.IGNORECASE), f"{phrase!r} needs no permission"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You MUST sign in."),
        ("en", "Your sign-in failed."),
        ("en", "You are safe here."),
        ("en", "Are you a victim?"),
        ("en", "Click here."),
        ("es", "Usted debe entrar."),
        ("es", "Es anónimo."),
        ("ar", "ويجب أن"),
        ("ar", "للضحايا"),
    ],
)
def test_a_banned_word_would_be_found(language: str, text: str) -> None:
    assert banned_in(text, language) != []


@pytest.mark.parametrize(
    "text", ["You do not have to give your name.", "Clicking mustard", "Legal help: victims' rights"]
)
def test_an_allowed_phrase_is_let_through(text: str) -> None:
    assert banned_in(text, "en") == []


def test_no_form_requires_a_story(app: Flask) -> None:
    fields = [found for found in fields_of(app) if found[0].partition(".")[0] not in NOT_ASKED_OF_HER]

    assert fields
    assert [name for name, field in fields if asks_for_a_story(field) and is_required(field)] == []


def test_no_form_takes_files(app: Flask) -> None:
    assert [name for name, field in fields_of(app) if isinstance(field, FileField)] == []


def test_every_question_can_be_skipped_and_none_is_answered_beforehand(app: Flask) -> None:
    questions = [(name, field) for name, field in fields_of(app) if isinstance(field, (RadioField, SelectField))]

    assert questions
    for name, field in questions:
        if name.partition(".")[0] not in NOT_ASKED_OF_HER:
            assert any(isinstance(validator, Optional) for validator in field.validators), f"{name} cannot be skipped"
            assert not is_required(field), f"{name} cannot be skipped"
        assert field.data is None, f"{name} is answered beforehand"
        if isinstance(field, RadioField):
            assert not any(option.checked for option in field), f"{name} is answered beforehand"


@pytest.mark.parametrize("form", NOT_ASKED_OF_HER)
def test_only_the_desk_shows_a_form_whose_lines_cannot_be_left_open(form: str) -> None:
    views = [path for path in (ROOT / "survivor_portal" / "views").rglob("*.py") if form in path.read_text("utf-8")]

    assert form in {found.__name__ for found in form_classes()}
    # What advocates and supervisors both show stands beside their folders, and so does what keeps their unsent words.
    shared = {path.name for path in views if path.parent.name == "views"}
    assert {path.parent.name for path in views} <= {"views", "advocate", "supervisor"}
    assert shared <= {"compelled.py", "drafts.py"}


def test_nothing_is_ticked_beforehand(app: Flask) -> None:
    assert [name for name, field in fields_of(app) if isinstance(field, BooleanField) and field.data] == []


def test_the_numbers_of_the_demonstration_hold_no_banned_word_and_neutral_names() -> None:
    numbers = demonstration_numbers(date(2026, 11, 22))
    texts = [
        (language, field, text)
        for language, entries in numbers.items()
        for entry in entries
        for field, text in entry.items()
        if isinstance(text, str)
    ]
    assert {language for language, _, _ in texts} == {"en", "es", "ar"}
    neutral = [text for _, field, text in texts if field in {"name", "hours", "place"}]
    assert [text for language, _, text in texts if banned_in(text, language)] == []
    assert [text for text in neutral if TELLING_WORDS.search(text)] == []


def test_every_form_module_is_looked_at() -> None:
    assert {"SurvivorSignInForm", "StaffSignInForm"} <= {form.__name__ for form in form_classes()}


def test_every_screen_of_hers_reads_easily(
    app: Flask, deps: "Deps", timepiece: "Timepiece", existing: dict[str, str]
) -> None:
    found = [
        *screens(app, existing),
        *screens_of_joining(app, deps),
        *screens_of_getting_back_in(app, deps, timepiece),
    ]
    grades = {name: round(grade(sentences_on(spoken_by(page))), 1) for name, page in found}

    assert grades.keys() >= {*addresses_for("survivor"), *addresses_for("public")}
    assert {name: found for name, found in grades.items() if found > HIGHEST_GRADE} == {}


def test_every_longer_text_of_hers_reads_easily_by_itself() -> None:
    """A screen of short labels must not make up for one hard paragraph."""
    texts = [text for text in _hers() if len(words_in(text)) > MOST_WORDS]

    assert texts
    assert {text: round(grade(text), 1) for text in texts if grade(text) > HIGHEST_GRADE} == {}


def test_every_sentence_she_reads_has_fewer_than_twenty_words() -> None:
    sentences = [sentence for text in _hers() for sentence in sentences_in(text)]

    assert len(sentences) > 50
    assert [sentence for sentence in sentences if len(words_in(sentence)) > MOST_WORDS] == []


def _hers() -> "Iterator[str]":
    for message in extracted(ROOT):
        shown_to_her = [path for path, _ in message.locations if not any(room in path for room in STAFF_ROOMS)]
        if message.id and shown_to_her:
            yield from (message.id,) if isinstance(message.id, str) else message.id


def _below(form_class: type[FlaskForm]) -> set[type[FlaskForm]]:
    ours = {found for found in form_class.__subclasses__() if found.__module__.startswith("survivor_portal.")}
    return ours.union(*(_below(found) for found in ours))
