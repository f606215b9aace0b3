"""What can keep a release from going on; each message is shown without a traceback."""


class ReleaseError(Exception):
    """A fault that its reader can mend; takes the facts and builds the sentence."""

    def __init__(self, place: str, *, got: str, expected: str, remedy: str) -> None:
        self.place = place
        super().__init__(f"{place}: got {got}; expected {expected}. {remedy}")


class MalformedDocumentError(ReleaseError):
    """A JSON document of an image, a registry or a stack that lacks what it must hold."""

    def __init__(self, place: str, key: str, *, got: object, expected: str) -> None:
        super().__init__(
            f"{place}.{key}",
            got="nothing" if got is None else type(got).__name__,
            expected=expected,
            remedy="The document was cut off or is of another kind; make it anew.",
        )
