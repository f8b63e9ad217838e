"""Words that more than one screen says, translated when they are shown."""

from typing import Final

SOURCE_LANGUAGE: Final = "en"
"""The language that every word is written in first."""
