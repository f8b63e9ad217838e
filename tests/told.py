"""All that an answer tells, for answers that must not differ."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

_DRAWN_IN_A_FORM: Final = re.compile(r'(name="(?:csrf_token|token|unsent_page)"[^>]*value=")[^"]*')
_DRAWN_IN_AN_ORDER: Final = re.compile(r'("challenge": ")[^"]*')
_DRAWN_IN_A_COOKIE: Final = re.compile(r"^(__Host-[a-z-]+=)[^;]+")

Told = tuple[int, list[tuple[str, str]], str]


def told(answer: "TestResponse", *asked: str) -> Told:
    """Give status, headers and body byte for byte, but for what is drawn anew each time and the words `asked` with.

    Two answers that are equal in this tell whoever asked nothing apart.
    """
    headers = [(name, _DRAWN_IN_A_COOKIE.sub(r"\1drawn", value)) for name, value in answer.headers.items()]
    body = _DRAWN_IN_A_FORM.sub(r"\1drawn", answer.get_data(as_text=True))
    body = _DRAWN_IN_AN_ORDER.sub(r"\1drawn", body)
    for words in asked:
        body = body.replace(words, "asked")
    return answer.status_code, sorted(headers), body
