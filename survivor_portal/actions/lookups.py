"""What every look-up that goes through the viewer answers when there is nothing for them to see."""


class NotFoundError(Exception):
    """There is no such thing for this viewer. Whether it exists for someone else is not told apart."""


class PausedError(Exception):
    """This person has paused, so nothing new reaches them until they end it themselves. Nothing was written."""


def pages_of(count: int, length: int, page: int) -> int:
    """Give how many pages of a length a list of so many lines has, the first being always there.

    Raises `NotFoundError` unless `page`, counted from 1, is one of them.
    """
    pages = max(1, -(-count // length))
    if not 1 <= page <= pages:
        raise NotFoundError
    return pages
