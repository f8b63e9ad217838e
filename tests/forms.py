"""Every field of every form there is, found by looking rather than by being told."""

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flask_wtf import FlaskForm
from wtforms.fields.core import UnboundField

from survivor_portal import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

SENT_WITHOUT_A_FORM: Final = frozenset(
    {"beacon", "keep", "language", "place", "to", "unsent_at", "unsent_page", "unsent_seen", "unsent_shown"}
)
"""What views read that is no field of a form: buttons and hidden places."""


class Field(NamedTuple):
    """One field: of which form, its name, its kind, its validators and whatever else it was made with."""

    form: str
    name: str
    kind: type[Any]
    validators: tuple[Any, ...]
    options: dict[str, Any]


def every_field() -> "Iterator[Field]":
    """Give every field of every form."""
    for module in pkgutil.iter_modules(forms.__path__, f"{forms.__name__}."):
        for form in vars(importlib.import_module(module.name)).values():
            if isinstance(form, type) and issubclass(form, FlaskForm) and form.__module__ == module.name:
                for name in dir(form):
                    made = getattr(form, name)
                    if isinstance(made, UnboundField):
                        yield _field(form.__name__, name, made)


def every_name() -> list[str]:
    """Give every name something can be sent under, but that of the form token."""
    return sorted({field.name for field in every_field()} | SENT_WITHOUT_A_FORM)


def _field(form: str, name: str, made: UnboundField) -> Field:
    positional = made.args[1] if len(made.args) > 1 else ()
    return Field(form, name, made.field_class, (*positional, *made.kwargs.get("validators", ())), made.kwargs)
