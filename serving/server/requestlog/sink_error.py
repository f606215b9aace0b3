"""What a sink says when it can't store."""


class SinkError(Exception):
    """A file that could not be stored now; the next attempt may succeed."""
