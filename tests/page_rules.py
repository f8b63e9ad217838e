"""What every page must keep to, whoever opens it: each rule gives a sentence for each breach it finds."""

import base64
import hashlib
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from babel import Locale

from tests.markup import Markup, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from werkzeug.datastructures import Headers

_CONTROLS: Final = ("input", "select", "textarea")
_ADDRESSES: Final = ("href", "src", "action", "formaction", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
_LOADING: Final = ("srcset", "poster", "data", "background", "ping", "cite", "manifest")
_REFERENCES: Final = ("for", "form", "aria-describedby", "aria-labelledby", "aria-controls", "list", "headers")
# They need eval, touch the browser's history, or turn links into something a plain page does not do.
_FORBIDDEN_HTMX: Final = ("hx-on", "hx-boost", "hx-push-url", "hx-replace-url", "hx-headers", "hx-vars")
_OUR_ADDRESS: Final = re.compile(r"/(?!/)[^?\\]*|#[^?]*|(?:tel|sms):\+?[0-9]+|sms:\+?[0-9]+\?body=[^?&#]+")

TELLING_WORDS: Final = re.compile(
    r"traffick|victim|surviv|abus|shelter|refuge|police|violen|slave|exploit|rescue|crisis|hotline|safe"
    r"|v[ií]ctima|sobrevivi|abuso|albergue|polic[ií]a|violencia|esclav|trata\b|refugio"
    r"|ضحي|ناج|عنف|شرطة|ملجأ|استغلال|الاتجار",
    re.IGNORECASE,
)
"""Words that would tell someone beside her what the portal is for, were they in a title."""


def breaches_of_page(page: Markup, headers: "Headers", names: frozenset[str]) -> "Iterator[str]":
    """Give what is wrong with a whole page as it stands on a screen. `names` are whom no title may name."""
    yield from chain.from_iterable(rule(page) for rule in _RULES)
    yield from _title(page, names)
    yield from _inline_code(page, headers.get("Content-Security-Policy", ""))


def breaches_of_blank_page(page: Markup, names: frozenset[str]) -> "Iterator[str]":
    """Give what is wrong with the page that answers after Exit now."""
    yield from chain(_syntax(page), _language(page, is_blank=True), _title(page, names))
    body = next(page.all("body"))
    if len(body) or words_of(body):
        yield "the page after Exit now is not blank"
    if list(page.all("script", "style", "form", "a")):
        yield "the page after Exit now holds more than the way on"
    refreshes = [meta.get("content", "") for meta in page.all("meta") if meta.get("http-equiv") == "refresh"]
    if len(refreshes) != 1 or not re.fullmatch(r"0;url=https?://\S+", refreshes[0]):
        yield "the page after Exit now does not move on at once"


def is_blank_page(page: Markup) -> bool:
    """Say whether this is the page after Exit now: the only one that moves on by itself."""
    return any(meta.get("http-equiv") == "refresh" for meta in page.all("meta"))


def first_focusable(page: Markup) -> "Element | None":
    """Give what a first press of the Tab key reaches."""
    return next((element for element in page.all() if _takes_focus(element)), None)


def _syntax(page: Markup) -> "Iterator[str]":
    yield from (f"HTML: {error}" for error in page.errors)


def _heading(page: Markup) -> "Iterator[str]":
    headings = list(page.all("h1", "h2", "h3", "h4", "h5", "h6"))
    if sum(heading.tag == "h1" for heading in headings) != 1:
        yield "a page has exactly one h1"
    depth = 0
    for heading in headings:
        level = int(str(heading.tag)[1])
        if level > depth + 1:
            yield f"an h{level} follows an h{depth}"
        if not words_of(heading):
            yield f"an empty h{level}"
        depth = level


def _ids(page: Markup) -> "Iterator[str]":
    ids = Counter(found for element in page.all() if (found := element.get("id")) is not None)
    yield from (f"the id {name!r} stands {count} times" for name, count in ids.items() if count > 1 or not name)
    for element in page.all():
        for attribute in _REFERENCES:
            yield from (
                f"{attribute} of <{element.tag}> names {name!r}, which is not on the page"
                for name in element.get(attribute, "").split()
                if name not in ids
            )


def _labels(page: Markup) -> "Iterator[str]":
    labelled = {label.get("for") for label in page.all("label") if words_of(label)}
    for control in page.all(*_CONTROLS):
        kind = control.get("type", "text")
        if kind in {"hidden", "submit", "button"}:
            continue
        wrapped = any(around.tag == "label" and words_of(around) for around in page.ancestors(control))
        if not (wrapped or control.get("id") in labelled or control.get("aria-label", "").strip()):
            yield f"the field {control.get('name')!r} has no label"
        in_group = any(around.tag == "fieldset" and _legend(around) for around in page.ancestors(control))
        if kind == "radio" and not in_group:
            yield f"the choices of {control.get('name')!r} do not say what is asked"
    for control in page.all("button", "a", "summary"):
        if not (words_of(control) or control.get("aria-label", "").strip()):
            yield f"a <{control.tag}> says nothing"
    yield from ("an <input> stands as a button" for found in page.all("input") if found.get("type") == "submit")


def _kept_typing(page: Markup) -> "Iterator[str]":
    """What is typed must not stand there again when somebody presses Back: the browser is told so, field by field."""
    for control in page.all("input", "textarea"):
        kind = control.get("type", "text")
        if kind not in {"hidden", "radio", "checkbox"} and not control.get("autocomplete"):
            yield f"the browser may put back what was typed into {control.get('name')!r}"


def _language(page: Markup, *, is_blank: bool = False) -> "Iterator[str]":
    code, direction = page.root.get("lang"), page.root.get("dir")
    if not code:
        yield "the page names no language"
        return
    if direction != Locale.parse(code, sep="-").text_direction:
        yield f"dir={direction!r} is wrong for {code!r}"
    if is_blank:
        return
    chosen = [
        button.get("value")
        for button in page.all("button")
        if button.get("name") == "language" and button.get("aria-current") == "true"
    ]
    # A page that is kept on a phone is there in one language, and has no form at all but that of Exit now.
    has_forms = any(form.get("id") != "exit" for form in page.all("form"))
    if chosen != [code] and (chosen or has_forms):
        yield f"the page speaks {code!r}, its language switch says {chosen}"
    exits = [words_of(button) for button in page.all("button") if button.get("form") == "exit"]
    if code != "en" and "Exit now" in exits:
        yield f"a page in {code!r} says Exit now in English"


def _exit(page: Markup) -> "Iterator[str]":
    form = page.by_id("exit")
    if form is None or form.tag != "form" or (form.get("method"), form.get("action")) != ("post", "/x"):
        yield "the form of Exit now is missing"
    first = first_focusable(page)
    if first is None or first.tag != "button" or first.get("form") != "exit" or first.get("type") == "button":
        yield "Exit now is not the first thing the Tab key reaches"
    yield from ("tabindex jumps the queue" for found in page.all() if int(found.get("tabindex", "0")) > 0)
    yield from ("a dialog would lie over Exit now" for _ in page.all("dialog"))


def _handlers(page: Markup) -> "Iterator[str]":
    for element in page.all():
        for name, value in element.attrib.items():
            if name.startswith("on"):
                yield f"an event handler: {name}"
            if name == "style":
                yield "a style attribute"
            if name.removeprefix("data-").startswith(_FORBIDDEN_HTMX):
                yield f"{name} is not used here"
            # What somebody typed stands in a value, where nothing runs it.
            if name != "value" and value.strip().lower().startswith(("js:", "javascript:")):
                yield f"{name} holds code"
            if name.endswith("hx-trigger") and "[" in value:
                yield "a trigger filter needs eval"


def _addresses(page: Markup) -> "Iterator[str]":
    for element in page.all():
        for name, value in element.attrib.items():
            if name in _LOADING:
                yield f"{name} loads what no rule has looked at"
            if name.rpartition("}")[2] in _ADDRESSES and not _OUR_ADDRESS.fullmatch(value):
                yield f"{name}={value!r} is not a plain address of ours"
        if element.get("target") or element.get("http-equiv"):
            yield f"a <{element.tag}> opens another page by itself or in another tab"
    yield from (f"<{found.tag}> has no place here" for found in page.all("iframe", "object", "embed", "base"))


def _forms(page: Markup) -> "Iterator[str]":
    for form in page.all("form"):
        action = form.get("action")
        if form.get("method") != "post" and list(form.iter("input")):
            yield f"the form to {action!r} would put what is typed into the address"
        tokens = [found for found in form.iter("input") if found.get("name") == "csrf_token"]
        if form.get("method") == "post" and form.get("id") != "exit":
            if [bool(token.get("value")) for token in tokens] != [True]:
                yield f"the form to {action!r} has no form token"
            if form.get("hx-post", action) != action:
                yield f"the form to {action!r} goes elsewhere with htmx"
        elif tokens:
            yield f"the form to {action!r} gives its token away"


def _title(page: Markup, names: frozenset[str]) -> "Iterator[str]":
    titles = [words_of(title) for title in page.all("title")]
    if len(titles) != 1 or not titles[0]:
        yield "a page has exactly one title, with words in it"
        return
    if TELLING_WORDS.search(titles[0]):
        yield "the title tells what the portal is for"
    if any(re.search(rf"\b{re.escape(name)}\b", titles[0], re.IGNORECASE) for name in names):
        yield "the title names a person"


def _inline_code(page: Markup, policy: str) -> "Iterator[str]":
    directives = {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        for element in page.all(tag):
            if element.get("src"):
                continue
            text = element.text or ""
            hashed = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            if f"'sha256-{hashed}'" not in directives.get(directive, "").split():
                yield f"an inline <{tag}> that the policy does not know"
    if "'unsafe-" in policy:
        yield "the policy allows unsafe code"


def _takes_focus(element: "Element") -> bool:
    if element.get("disabled") is not None:
        return False
    if element.tag == "input":
        return element.get("type") != "hidden"
    if element.tag == "a":
        return element.get("href") is not None
    is_control = element.tag in {"button", "select", "textarea", "summary", "iframe", "audio", "video"}
    return is_control or int(element.get("tabindex", "-1")) >= 0


def _legend(fieldset: "Element") -> str:
    return "".join(words_of(child) for child in fieldset if child.tag == "legend")


_RULES: "Final[tuple[Callable[[Markup], Iterator[str]], ...]]" = (
    _syntax,
    _heading,
    _ids,
    _labels,
    _kept_typing,
    _language,
    _exit,
    _handlers,
    _addresses,
    _forms,
)
