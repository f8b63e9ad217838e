"""Reading HTML the strict way: elements, their ancestors and their words, and where the markup breaks the standard."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import html5lib
from html5lib.constants import E as EXPLANATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_UNREAD = frozenset({"script", "style", "template"})


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page or part. HTML's elements carry no namespace, those of inline drawings do."""

    root: "Element"
    errors: tuple[str, ...]
    parents: "dict[Element, Element]" = field(repr=False)

    def all(self, *tags: str) -> "Iterator[Element]":
        """Give every element with one of these tags, in the page's order; every element for no tag."""
        return (found for found in self.root.iter() if _is_element(found) and (not tags or found.tag in tags))

    def ancestors(self, element: "Element") -> "Iterator[Element]":
        """Give what an element lies in, the nearest first."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    def by_id(self, name: str) -> "Element | None":
        """Find the first element with an id."""
        return next((found for found in self.all() if found.get("id") == name), None)


def read_page(html: str) -> Markup:
    """Parse a whole page."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return _markup(parser, parser.parse(html))


def read_part(html: str) -> Markup:
    """Parse a fragment as it would stand inside `<main>`."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return _markup(parser, parser.parseFragment(html, container="main"))


def words_of(element: "Element") -> str:
    """Give the words an element shows, with single spaces; a style's or a script's are none."""
    return " ".join("".join(_texts(element)).split())


def lines_of(element: "Element") -> str:
    """Give the words an element shows, a line for each block of them."""
    lines = ("".join(_texts(element))).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def rebuilt(root: "Element", errors: tuple[str, ...]) -> Markup:
    """Give the markup of a tree that was changed by hand."""
    parents = {child: parent for parent in root.iter() for child in parent}
    return Markup(root, errors, parents)


_BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "div", "label", "legend", "section", "button", "summary", "option"})


def _texts(element: "Element") -> "Iterator[str]":
    if not _is_element(element) or element.tag in _UNREAD:
        return
    if element.tag in _BLOCKS:
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    if element.tag in _BLOCKS:
        yield "\n"


def _is_element(node: "Element") -> bool:
    # A comment stands in the tree too; its tag is a function, whatever the types say.
    tag: object = node.tag
    return isinstance(tag, str)


def _markup(parser: "html5lib.HTMLParser", root: "Element") -> Markup:
    return rebuilt(root, tuple(_errors(parser)))


def _errors(parser: "html5lib.HTMLParser") -> "Iterator[str]":
    for (line, column), code, values in parser.errors:
        yield f"line {line}, column {column}: {EXPLANATIONS[code] % values}"
