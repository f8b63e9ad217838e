"""Where a request comes from, as browsers say it (Fetch Metadata Request Headers, W3C)."""

from flask import Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_from_elsewhere(request: Request) -> bool:
    """Say whether another site asks for more than a plain visit. Old browsers do not say: tokens hold them."""
    if request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}:
        return False
    return not (request.method in SAFE_METHODS and request.headers.get("Sec-Fetch-Mode") == "navigate")
