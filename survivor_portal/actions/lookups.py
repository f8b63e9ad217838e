"""What every look-up that goes through the viewer answers when there is nothing for them to see."""


class NotFoundError(Exception):
    """There is no such thing for this viewer. Whether it exists for someone else is not told apart."""


class PausedError(Exception):
    """This person has paused, so nothing new reaches them until they end it themselves. Nothing was written."""
