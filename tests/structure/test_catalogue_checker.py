"""The catalogue checker must refuse each thing that would reach a reader wrong."""

from gettext import GNUTranslations
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError

from tools import catalogues

if TYPE_CHECKING:
    from pathlib import Path

SPANISH_PLURALS = "nplurals=2; plural=(n != 1);"
ARABIC_PLURALS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=0 && n%100<=2 ? 4 : 5);"
)


def source(*messages: str | tuple[str, str]) -> Catalog:
    """Make what an extraction would give."""
    catalogue = Catalog()
    for message in messages:
        catalogue.add(message)
    return catalogue


def write_catalogue(
    folder: "Path",
    entries: str,
    *,
    language: str = "es",
    plurals: str = SPANISH_PLURALS,
    review: str | None = "Ana Ruiz",
) -> "Path":
    """Write a catalogue as a translator would save it."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    header = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        f'"Language-Team: {language}\\n"',
        f'"Plural-Forms: {plurals}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
    ]
    if review is not None:
        header.append(f'"X-Reviewed-By: {review}\\n"')
    path.write_text("\n".join(header) + "\n\n" + entries, encoding="utf-8")
    return path


def entry(msgid: str, msgstr: str) -> str:
    """Write one message with its translation."""
    return f'msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


def plural_entry(*forms: str) -> str:
    """Write the message that counts services, with its translations."""
    lines = ['msgid "%(num)s service for %(name)s"', 'msgid_plural "%(num)s services for %(name)s"']
    return "\n".join(lines + [f'msgstr[{index}] "{form}"' for index, form in enumerate(forms)]) + "\n\n"


COUNTED = ("%(num)s service for %(name)s", "%(num)s services for %(name)s")


def test_a_complete_reviewed_catalogue_has_no_defect(tmp_path: "Path") -> None:
    path = write_catalogue(
        tmp_path,
        entry("Leave now", "Salir ahora")
        + entry("Hello %(name)s, {place}", "{place}: hola, %(name)s")
        + plural_entry("Un servicio para %(name)s", "%(num)s servicios para %(name)s"),
    )
    wanted = source("Leave now", "Hello %(name)s, {place}", COUNTED)

    assert list(catalogues.defects_in(wanted, path)) == []


def test_a_machine_drafted_catalogue_that_says_so_has_no_defect(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, entry("Leave now", "Salir ahora"), review="machine-drafted")

    assert list(catalogues.defects_in(source("Leave now"), path)) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "defect"),
    [
        ("Leave now", "", "not translated"),
        ("Leave now", "   ", "not translated"),
        ("Hello %(name)s", "Hola", "placeholders none instead of %(name)s"),
        ("Hello %(name)s", "Hola %(nombre)s", "placeholders %(nombre)s instead of %(name)s"),
        ("Number %(count)d", "Número %(count)s", "placeholders %(count)s instead of %(count)d"),
        ("Hello", "Hola %(name)s", "placeholders %(name)s instead of none"),
        ("Hello {name}", "Hola", "placeholders none instead of {name}"),
        ("Hello {name}", "Hola {name", "placeholders {unbalanced brace} instead of {name}"),
        ("Hello {name}", "Hola {name.secret}", "a placeholder that is not a plain name"),
        ("Hello {name}", "Hola {name[0]}", "a placeholder that is not a plain name"),
        ("Hello {name}", "Hola {name!r}", "a placeholder that is not a plain name"),
        ("Hello {name}", "Hola {name:>99}", "a placeholder that is not a plain name"),
        ("Hello %(name)s", "Hola %(name.secret)s", "a placeholder that is not a plain name"),
        ("Half is free", "El 50 % es gratis", "a lone % would break the page"),
        ("Leave now", "<b>Salir</b> ahora", "markup"),
        ("Leave now", "Salir&nbsp;ahora", "markup"),
    ],
)
def test_a_translation_that_differs_in_more_than_words_is_refused(
    tmp_path: "Path", msgid: str, msgstr: str, defect: str
) -> None:
    path = write_catalogue(tmp_path, entry(msgid, msgstr))

    assert f"{defect}: {msgid!r}" in list(catalogues.defects_in(source(msgid), path))


def test_a_missing_message_is_refused(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, entry("Leave now", "Salir ahora"))

    assert list(catalogues.defects_in(source("Leave now", "Write to me"), path)) == [
        "missing, run make catalogues: 'Write to me'"
    ]


def test_a_message_known_only_in_another_context_is_missing(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, 'msgctxt "a month"\n' + entry("May", "Mayo"))

    assert "missing, run make catalogues: 'May'" in list(catalogues.defects_in(source("May"), path))


def test_a_message_that_left_the_source_is_refused(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, entry("Leave now", "Salir ahora") + entry("Old words", "Palabras viejas"))

    assert list(catalogues.defects_in(source("Leave now"), path)) == [
        "no longer in the source, run make catalogues: 'Old words'"
    ]


def test_a_fuzzy_translation_is_refused(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, "#, fuzzy\n" + entry("Leave now", "Salir luego"))

    assert list(catalogues.defects_in(source("Leave now"), path)) == ["marked fuzzy: 'Leave now'"]


@pytest.mark.parametrize("review", [None, ""])
def test_a_catalogue_that_does_not_say_who_reviewed_it_is_refused(tmp_path: "Path", review: str | None) -> None:
    path = write_catalogue(tmp_path, entry("Leave now", "Salir ahora"), review=review)

    assert list(catalogues.defects_in(source("Leave now"), path)) == [
        "the header X-Reviewed-By must name a translator or say machine-drafted"
    ]


def test_a_missing_plural_form_is_refused(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, plural_entry("%(num)s servicio para %(name)s"))

    assert any("plural forms instead of 2" in defect or "not translated" in defect for defect in found(path))


def test_an_empty_plural_form_is_refused(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, plural_entry("%(num)s servicio para %(name)s", ""))

    assert found(path) == [f"not translated: {COUNTED[0]!r}"]


def test_plural_forms_that_are_not_the_languages_own_are_refused(tmp_path: "Path") -> None:
    path = write_catalogue(
        tmp_path,
        plural_entry("%(num)s خدمة %(name)s", "%(num)s خدمات %(name)s"),
        language="ar",
        plurals=SPANISH_PLURALS,
    )

    assert any(defect.startswith("the header Plural-Forms must be nplurals=6") for defect in found(path))


def test_a_plural_form_for_many_numbers_must_name_the_number(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, plural_entry("Un servicio para %(name)s", "Unos servicios para %(name)s"))

    assert found(path) == [f"placeholders %(name)s instead of %(name)s, %(num)s: {COUNTED[0]!r}"]


def test_a_plural_form_for_one_number_may_leave_out_the_number_and_nothing_else(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, plural_entry("Un servicio", "%(num)s servicios para %(name)s"))

    assert found(path) == [f"placeholders none instead of %(name)s, %(num)s: {COUNTED[0]!r}"]


def test_arabic_may_say_none_one_and_two_in_words(tmp_path: "Path") -> None:
    many = ["%(num)s خدمات ل%(name)s"] * 3
    path = write_catalogue(
        tmp_path,
        plural_entry("لا خدمات ل%(name)s", "خدمة ل%(name)s", "خدمتان ل%(name)s", *many),
        language="ar",
        plurals=ARABIC_PLURALS,
    )

    assert found(path) == []


def test_a_language_promised_from_the_start_must_have_a_catalogue(tmp_path: "Path") -> None:
    write_catalogue(tmp_path, entry("Leave now", "Salir ahora"))

    assert list(catalogues.defects_in_all(source("Leave now"), tmp_path)) == ["ar: there is no catalogue"]


def test_a_defect_names_its_language(tmp_path: "Path") -> None:
    write_catalogue(tmp_path, entry("Leave now", "Salir ahora"))
    write_catalogue(tmp_path, entry("Leave now", ""), language="ar", plurals=ARABIC_PLURALS)

    assert list(catalogues.defects_in_all(source("Leave now"), tmp_path)) == ["ar: not translated: 'Leave now'"]


def test_a_catalogue_that_cannot_be_read_stops_the_check(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, "these are not messages\n")

    with pytest.raises(PoFileError):
        catalogues.read_catalogue(path)


def test_updating_keeps_translations_and_the_reviewer_and_drops_what_is_gone(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, entry("Leave now", "Salir ahora") + entry("Old words", "Palabras viejas"))

    catalogues.update_catalogues(source("Leave now", "Leave later"), tmp_path)

    updated = catalogues.read_catalogue(path)
    assert catalogues.reviewer(path) == "Ana Ruiz"
    assert {message.id: message.string for message in updated if message.id} == {
        "Leave now": "Salir ahora",
        "Leave later": "",
    }
    assert "Palabras viejas" not in path.read_text(encoding="utf-8")


def test_updating_twice_changes_nothing(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, entry("Leave now", "Salir ahora"))
    catalogues.update_catalogues(source("Leave now", COUNTED), tmp_path)
    once = path.read_bytes()

    catalogues.update_catalogues(source("Leave now", COUNTED), tmp_path)

    assert path.read_bytes() == once


def test_a_compiled_catalogue_translates_and_says_who_reviewed_it(tmp_path: "Path") -> None:
    path = write_catalogue(tmp_path, entry("Leave now", "Salir ahora") + "#, fuzzy\n" + entry("Stay", "Vete"))

    catalogues.compile_catalogues(tmp_path)

    with path.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert compiled.gettext("Leave now") == "Salir ahora"
    assert compiled.gettext("Stay") == "Stay"
    assert compiled.info()["x-reviewed-by"] == "Ana Ruiz"


def test_messages_are_found_in_python_and_in_templates(tmp_path: "Path") -> None:
    package = tmp_path / "survivor_portal"
    (package / "templates").mkdir(parents=True)
    (package / "labels.py").write_text(
        'lazy_gettext("Shelter")\nlazy_pgettext("a month", "May")\nlazy_ngettext("One day", "%(num)s days", 2)\n',
        encoding="utf-8",
    )
    (package / "templates" / "home.html").write_text(
        "<p>{{ _('Leave now') }}</p>{% trans %}Write to me{% endtrans %}", encoding="utf-8"
    )
    (tmp_path / "babel.cfg").write_bytes((catalogues.ROOT / "babel.cfg").read_bytes())

    found_messages = {(message.context, message.id) for message in catalogues.extracted(tmp_path) if message.id}

    assert found_messages == {
        (None, "Shelter"),
        ("a month", "May"),
        (None, ("One day", "%(num)s days")),
        (None, "Leave now"),
        (None, "Write to me"),
    }


def found(path: "Path") -> list[str]:
    """Check a catalogue against the message that counts services."""
    return list(catalogues.defects_in(source(COUNTED), path))
