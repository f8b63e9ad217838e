"""Addresses inside the portal that a form may name as the place to return to."""

import re

_LOCAL_PLACE = re.compile(r"/(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?")
_LONGEST_PLACE = 200


def is_local_place(address: str) -> bool:
    """Say whether this is a plain path of the portal: no host, no query, no fragment, nothing a browser reads twice."""
    return len(address) <= _LONGEST_PLACE and _LOCAL_PLACE.fullmatch(address) is not None
