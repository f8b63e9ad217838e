"""The catalogues of translations: bringing them up to date, compiling them, and refusing one that is not fit to show.

Run as `python tools/catalogues.py update | compile | check | add CODE`.

A translation reaches a frightened person unseen by us, so the check is strict: every message translated and none in
doubt, the same placeholders as the source, no markup and no reaching into values, and a word on who reviewed it.
"""

import re
import sys
from gettext import c2py
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "survivor_portal" / "translations"
COMPLETE_FROM_THE_START = ("ar", "es")
REVIEW_HEADER = "X-Reviewed-By"
NOT_REVIEWED = "machine-drafted"
# The placeholder that ngettext fills with the number itself.
NUMBER = "num"

_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
_PERCENT_PLACEHOLDER = re.compile(r"%\((?P<name>[^)]*)\)[#0 +-]*\d*(?:\.\d+)?[a-z]", re.IGNORECASE)
_MARKUP = re.compile(r"[<>]|&#?\w+;")
# Enough numbers to tell which plural form is kept for a single one of them.
_COUNTED = range(1001)


def main(arguments: list[str]) -> int:
    """Do one of the four jobs; 0 when all is well, 1 when a catalogue is not fit, 2 for an unknown job."""
    match arguments:
        case ["update"]:
            update_catalogues(extracted(ROOT), TRANSLATIONS)
            compile_catalogues(TRANSLATIONS)
        case ["compile"]:
            compile_catalogues(TRANSLATIONS)
        case ["check"]:
            defects = list(defects_in_all(extracted(ROOT), TRANSLATIONS))
            for defect in defects:
                print(defect)
            return 1 if defects else 0
        case ["add", code]:
            return add_catalogue(code, extracted(ROOT), TRANSLATIONS)
        case _:
            print("Say one of: update, compile, check, add CODE", file=sys.stderr)
            return 2
    return 0


def extracted(root: Path) -> Catalog:
    """Collect every message in the source under `root`, as its `babel.cfg` says where to look."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options_map = parse_mapping_cfg(file)
    source = Catalog()
    found = extract_from_dir(root, method_map, options_map, _KEYWORDS, comment_tags=("Translators:",))
    for filename, _line, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
        # Files without lines: otherwise every edit of a template would rewrite every catalogue.
        source.add(message, locations=[(filename, 0)], auto_comments=comments, context=context)
    return source


def update_catalogues(source: Catalog, translations: Path) -> None:
    """Give every catalogue the messages of the source, keeping what is translated and dropping what is gone.

    Nothing is guessed: a changed sentence is a new one and waits for its translation.
    """
    for path in _catalogue_paths(translations):
        catalogue = read_catalogue(path)
        catalogue.update(source, no_fuzzy_matching=True, update_creation_date=False)
        _write(path, catalogue)


def add_catalogue(code: str, source: Catalog, translations: Path) -> int:
    """Begin a catalogue for one more language, with nothing translated yet; 0 when it was made, else 1."""
    try:
        locale = Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        print(f"{code} is not a language code such as fr or pt_BR")
        return 1
    path = translations / str(locale) / "LC_MESSAGES" / "messages.po"
    if path.exists():
        print(f"{path} is there already; nothing was changed")
        return 1
    path.parent.mkdir(parents=True)
    catalogue = Catalog(locale=locale, fuzzy=False, header_comment=f"# {locale.english_name}.")
    catalogue.language_team = f"{locale}\n{REVIEW_HEADER}: {NOT_REVIEWED}"
    catalogue.update(source, no_fuzzy_matching=True)
    _write(path, catalogue)
    print(f"Fill {path}, then run: make catalogues")
    return 0


def compile_catalogues(translations: Path) -> None:
    """Write the compiled catalogue beside each readable one, leaving out translations that are in doubt."""
    for path in _catalogue_paths(translations):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read_catalogue(path))


def read_catalogue(path: Path) -> Catalog:
    """Read one catalogue strictly, keeping the header that says who reviewed it.

    Raises `babel.messages.pofile.PoFileError` for a file that cannot be read.
    """
    with path.open("rb") as file:
        catalogue = read_po(file, locale=_language(path), abort_invalid=True)
    # Babel knows a fixed set of headers and forgets every other one. This one travels on the line after a known one,
    # so that it is still there in the updated file and in the compiled one, where the portal reads it.
    catalogue.language_team += f"\n{REVIEW_HEADER}: {reviewer(path)}"
    return catalogue


def _write(path: Path, catalogue: Catalog) -> None:
    # Babel would write a made-up address for bug reports.
    catalogue.msgid_bugs_address = ""
    written = BytesIO()
    write_po(written, catalogue, width=120, ignore_obsolete=True, include_lineno=False)
    path.write_bytes(written.getvalue().lstrip())


def reviewer(path: Path) -> str:
    """Name who reviewed a catalogue: a qualified translator, `NOT_REVIEWED`, or "" when it does not say."""
    text = path.read_text(encoding="utf-8")
    found = re.search(rf'^"{REVIEW_HEADER}:[ \t]*(.*?)[ \t]*\\n"$', text, re.MULTILINE)
    return found[1] if found else ""


def defects_in_all(source: Catalog, translations: Path) -> "Iterator[str]":
    """Say what is wrong with any catalogue, and which language has none."""
    paths = {_language(path): path for path in _catalogue_paths(translations)}
    for language in COMPLETE_FROM_THE_START:
        if language not in paths:
            yield f"{language}: there is no catalogue"
    for language, path in paths.items():
        for defect in defects_in(source, path):
            yield f"{language}: {defect}"


def defects_in(source: Catalog, path: Path) -> "Iterator[str]":
    """Say what makes one catalogue unfit to show: one short line for each defect, naming the message."""
    if not reviewer(path):
        yield f"the header {REVIEW_HEADER} must name a translator or say {NOT_REVIEWED}"
    catalogue = read_catalogue(path)
    if catalogue.plural_forms != Catalog(locale=catalogue.locale).plural_forms:
        yield f"the header Plural-Forms must be {Catalog(locale=catalogue.locale).plural_forms}"
    translated = {(message.context, _source_forms(message)): message for message in catalogue if message.id}
    wanted = {(message.context, _source_forms(message)): message for message in source if message.id}
    for key in wanted.keys() - translated.keys():
        yield f"missing, run make catalogues: {key[1][0]!r}"
    for key in translated.keys() - wanted.keys():
        yield f"no longer in the source, run make catalogues: {key[1][0]!r}"
    for key in translated.keys() & wanted.keys():
        for defect in _defects_of(translated[key], catalogue):
            yield f"{defect}: {key[1][0]!r}"


def _defects_of(message: "Message", catalogue: Catalog) -> "Iterator[str]":
    if message.fuzzy:
        yield "marked fuzzy"
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    expected_forms = catalogue.num_plurals if message.pluralizable else 1
    if len(forms) != expected_forms:
        yield f"{len(forms)} plural forms instead of {expected_forms}"
    if not all(form and form.strip() for form in forms):
        yield "not translated"
        return
    wanted = _placeholders(_source_forms(message)[-1])
    optional = _forms_of_one_number(catalogue) if message.pluralizable else frozenset()
    for index, form in enumerate(forms):
        found = _placeholders(form)
        # "One message" needs no numeral where the form is for one number only.
        without_number = index in optional and found == wanted - {f"%({NUMBER})s", f"%({NUMBER})d"}
        if found != wanted and not without_number:
            yield f"placeholders {_listed(found)} instead of {_listed(wanted)}"
        if _stray_percent(form):
            yield "a lone % would break the page"
        if _MARKUP.search(form):
            yield "markup"
        if any(not name.isidentifier() for name in _names(form)):
            yield "a placeholder that is not a plain name"


def _source_forms(message: "Message") -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _placeholders(text: str) -> frozenset[str]:
    percent = {found[0] for found in _PERCENT_PLACEHOLDER.finditer(text)}
    return frozenset(percent | {f"{{{field}}}" for field in _brace_fields(text)})


def _names(text: str) -> set[str]:
    return {found["name"] for found in _PERCENT_PLACEHOLDER.finditer(text)} | set(_brace_fields(text))


def _brace_fields(text: str) -> list[str]:
    """Give what stands in braces, with everything that reaches into it; a broken brace counts as a field of its own."""
    try:
        return [
            field + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            for _literal, field, spec, conversion in Formatter().parse(text)
            if field is not None
        ]
    except ValueError:
        return ["unbalanced brace"]


def _stray_percent(text: str) -> bool:
    return "%" in _PERCENT_PLACEHOLDER.sub("", text).replace("%%", "")


def _forms_of_one_number(catalogue: Catalog) -> frozenset[int]:
    """Tell which plural forms are used for exactly one number: none in French, zero, one and two in Arabic."""
    choose = c2py(catalogue.plural_expr)
    chosen = [choose(number) for number in _COUNTED]
    return frozenset(form for form in set(chosen) if chosen.count(form) == 1)


def _listed(placeholders: frozenset[str]) -> str:
    return ", ".join(sorted(placeholders)) or "none"


def _catalogue_paths(translations: Path) -> list[Path]:
    return sorted(translations.glob("*/LC_MESSAGES/messages.po"))


def _language(path: Path) -> str:
    return path.parent.parent.name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
