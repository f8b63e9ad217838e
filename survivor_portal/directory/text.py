"""Plain words from whatever a directory's cells hold."""

import html
import re

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*+)(?![a-zA-Z0-9])([^<>]*+)>", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_HREF = re.compile(r"""\bhref\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)


def _tags(written: str) -> frozenset[str]:
    return frozenset(written.split())


_PARAGRAPHS = _tags(
    "address article aside blockquote div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
    "section table ul"
)
_LINES = _tags("br dd dt tr")
_SILENT = _tags("script style")
_INLINE = _tags(
    "a abbr b big body center cite code del em font head html i img ins kbd mark meta o q s small span strike strong "
    "sub sup tbody td th thead tt u wbr"
)
_ITEM = "li"
_KNOWN = _PARAGRAPHS | _LINES | _SILENT | _INLINE | {_ITEM}

_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(raw: str) -> str:
    """Return text without HTML: one space between words, one empty line between paragraphs.

    Only tags that HTML knows are taken as tags, so "age < 18" and "<name@example.org>" stay as they are.
    """
    if "<" in raw:
        raw = _without_tags(raw)
    if "&" in raw:
        raw = _ENTITY.sub(lambda found: html.unescape(found[0]), raw)
    return _tidied(raw)


def one_line(raw: str) -> str:
    """Return `plain` text with every run of white space as one space."""
    return " ".join(plain(raw).split())


def has_unshowable(raw: str) -> bool:
    """Tell whether control characters or half characters are in the text."""
    return _UNSHOWABLE.search(raw) is not None


def without_unshowable(raw: str) -> str:
    """Return the text with half characters replaced and control characters left out."""
    return _UNSHOWABLE.sub(lambda found: "\N{REPLACEMENT CHARACTER}" if found[0] >= "\ud800" else "", raw)


def _without_tags(raw: str) -> str:
    """Go once from tag to tag, so that the work grows with the length of the text and no faster."""
    names = {found[2].lower() for found in _TAG.finditer(raw) if found[2]}
    if not names & _KNOWN and "<!--" not in raw:
        return raw
    if names & (_PARAGRAPHS | _LINES | {_ITEM}):
        raw = raw.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    pieces: list[str] = []
    silent = target = ""
    end = 0
    for found in _TAG.finditer(raw):
        name, closing = (found[2] or "").lower(), bool(found[1])
        if name and name not in _KNOWN:
            continue
        if not silent:
            said = raw[end : found.start()]
            pieces.append(said)
            target = "" if target in said else target
            pieces.append(_mark_for(name, target, closing=closing))
            target = _target(found, target)
        if name in _SILENT:
            silent = "" if closing else silent or name
        end = found.end()
    if not silent:
        pieces.append(raw[end:])
    return "".join(pieces)


def _target(found: re.Match[str], before: str) -> str:
    """Return where the link that is open after this tag leads, if it leads to the web."""
    if (found[2] or "").lower() != "a":
        return before
    href = None if found[1] else _HREF.search(found[3])
    return href[1] if href else ""


def _mark_for(name: str, target: str, *, closing: bool) -> str:
    """Return what stands in the text for a tag; the end of a link tells where it leads."""
    if name == "a":
        return f" ({target})" if closing and target else ""
    if name in _PARAGRAPHS:
        return "\n\n"
    if name == _ITEM:
        return "" if closing else "\n• "
    return "\n" if name in _LINES else ""


def _tidied(raw: str) -> str:
    if "\n" not in raw and "\r" not in raw:
        return " ".join(raw.split())
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(_SPACES.sub(" ", line).strip() for line in lines)).strip()
