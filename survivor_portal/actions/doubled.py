"""What a form is answered that has done its work before."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrittenOtherwise:
    """This form has written down something else before: that one stands alone, and nothing was written now."""

    ref: str
