"""Published words stay as they were published, and every value of the closed lists has its label."""

import hashlib
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pytest
from babel.support import Translations

from survivor_portal.actions.consents import InvalidationReason
from survivor_portal.actions.statements import ApprovalRefusal
from survivor_portal.domain.consent import (
    Channel,
    ContactRefusal,
    DataItem,
    LawEnforcementChoice,
    LengthReason,
    Method,
    PoliceAnswer,
    Problem,
    Purpose,
    Refusal,
    SharingMethod,
    State,
)
from survivor_portal.texts.approvals import APPROVAL_REFUSALS
from survivor_portal.texts.consent import statements
from survivor_portal.texts.consent.labels import (
    EVENT_METHOD_LABELS,
    ITEM_LABELS,
    METHOD_LABELS,
    PURPOSE_LABELS,
    REASON_LABELS,
    REFUSAL_LABELS,
    STATE_LABELS,
)
from survivor_portal.texts.consent.problems import PROBLEM_WORDS
from survivor_portal.texts.consent.statements import all_published, current_words, published_words
from survivor_portal.texts.contact import CHANNEL_LABELS, CONTACT_REFUSALS
from survivor_portal.texts.desk import STATES_AT_DESK
from survivor_portal.texts.police import CHOICE_LABELS, POLICE_ANSWER_LABELS
from survivor_portal.texts.stops import INVALIDATIONS_FOR_HER
from survivor_portal.web.locale import translations_folder
from tests.reading_ease import grade, sentences_in, words_in
from tests.structure.test_words import banned_in

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISHED: Final = {
    "1.ar.toml": "2ce221500c8db2007a952d8076471f4e2438bc079f67dc27e0cc177d8821e4d5",
    "1.en.toml": "d6995d19fa8aaf9623d3dfbdeda781fc7f6bf4e1469990c2c1a75ac4840d1f51",
    "1.es.toml": "2b06c0a099b5ddbd83088ca4f38e17989dbc45a75d1cfe50eccdb99b8cea89ef",
}
"""The digest of every statement ever published. Lines are added here, and never changed: people signed these words."""

LANGUAGES: Final = ("en", "es", "ar")
VERSIONS: Final = sorted({name.partition(".")[0] for name in PUBLISHED}, key=int)
_LONGEST_SENTENCE: Final = 19
_HIGHEST_GRADE: Final = 6.0


def test_published_statements_are_never_edited_and_never_taken_away() -> None:
    folder = files(statements.__name__)
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }

    assert found == PUBLISHED
    assert {f"{words.version}.{words.language}.toml": words.digest for words in all_published()} == PUBLISHED


def test_every_version_is_published_in_every_language_and_the_newest_is_the_one_in_use() -> None:
    assert PUBLISHED.keys() == {f"{version}.{language}.toml" for version in VERSIONS for language in LANGUAGES}
    assert VERSIONS[-1] == statements.CURRENT_VERSION
    assert [str(number) for number in range(1, len(VERSIONS) + 1)] == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_says_the_same_things_in_the_same_order_in_every_language(version: str, language: str) -> None:
    source, translated = published_words(version, "en").sections, published_words(version, language).sections

    assert list(translated) == list(source)
    for name, section in source.items():
        assert len(translated[name].words) == len(section.words), name
        assert (translated[name].agreed is None) is (section.agreed is None), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_names_the_button_that_stops_as_the_page_does(language: str) -> None:
    button = Translations.load(translations_folder(), [language]).gettext("Stop sharing")

    assert current_words(language).language == language
    assert button in " ".join(current_words(language).sections["strings"].words)


def test_where_nobody_has_written_a_statement_the_english_one_is_shown_as_english() -> None:
    assert current_words("vi") == published_words(statements.CURRENT_VERSION, "en")


def test_a_version_that_never_was_is_not_made_up() -> None:
    with pytest.raises(FileNotFoundError):
        published_words("0", "en")


@pytest.mark.parametrize("version", VERSIONS)
def test_english_statements_read_easily(version: str) -> None:
    for section in published_words(version, "en").sections.values():
        text = "\n".join([section.heading, *section.words])
        assert all(len(words_in(sentence)) <= _LONGEST_SENTENCE for sentence in sentences_in(text)), text
    assert grade("\n".join(said_in(version, "en"))) <= _HIGHEST_GRADE


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_statement_holds_a_banned_word(version: str, language: str) -> None:
    assert {text: found for text in said_in(version, language) if (found := banned_in(text, language))} == {}


def said_in(version: str, language: str) -> list[str]:
    """Give everything that a statement says."""
    sections = published_words(version, language).sections.values()
    return [text for section in sections for text in (section.heading, *section.words, section.agreed or "")]


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (Purpose, PURPOSE_LABELS),
        (DataItem, ITEM_LABELS),
        (SharingMethod, METHOD_LABELS),
        (LengthReason, REASON_LABELS),
        (State, STATE_LABELS),
        (State, STATES_AT_DESK),
        (Method, EVENT_METHOD_LABELS),
        (InvalidationReason, INVALIDATIONS_FOR_HER),
        (Refusal, REFUSAL_LABELS),
        (Problem, PROBLEM_WORDS),
        (LawEnforcementChoice, CHOICE_LABELS),
        (PoliceAnswer, POLICE_ANSWER_LABELS),
        (Channel, CHANNEL_LABELS),
        (ContactRefusal, CONTACT_REFUSALS),
        (ApprovalRefusal, APPROVAL_REFUSALS),
    ],
)
def test_every_value_has_its_words(values: type[StrEnum], labels: "Mapping[StrEnum, object]") -> None:
    assert set(labels) == set(values)
