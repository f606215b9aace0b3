"""Text that must stay short enough to read."""


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as `limit` characters hold, with a mark that more follows."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
