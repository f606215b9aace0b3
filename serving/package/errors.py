"""The one error of packaging: a model folder that can't be read or packaged."""

from __future__ import annotations


class PackageError(Exception):
    """A fault of a model folder, with what to do about it; shown without a traceback."""

    def __init__(self, place: str, *, got: str, expected: str, remedy: str = "") -> None:
        self.place = place
        self.got = got
        self.expected = expected
        self.remedy = remedy
        sentence = f"{place}: got {got}; expected {expected}."
        super().__init__(f"{sentence} {remedy}" if remedy else sentence)
