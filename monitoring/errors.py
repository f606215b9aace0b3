"""What can end a run, from a wrong argument to a file that can't be read.

MonitoringError
├── WrongUseError        the caller's mistake; exit code 2
│   ├── UnknownColumnError
│   └── WrongValueError
├── NoDataError          nothing to look at; exit code 3
└── UnreadableError      data that can't be read or computed; exit code 4
"""

from collections.abc import Sequence


class MonitoringError(Exception):
    """A run that ends with one sentence and the exit code of its kind."""

    exit_code = 4


class WrongUseError(MonitoringError):
    """An argument or a setting that can't be right."""

    exit_code = 2


class WrongValueError(WrongUseError):
    """A value outside its rule."""

    def __init__(self, *, place: str, value: str, rule: str, remedy: str) -> None:
        super().__init__(f"{place}: got {value!r}; expected {rule}. {remedy}")


class UnknownColumnError(WrongUseError):
    """A column that is named but isn't there."""

    def __init__(self, *, place: str, column: str, source: str, columns: Sequence[str]) -> None:
        known = ", ".join(sorted(set(columns))) or "none"
        super().__init__(
            f"{place}: got {column!r}; expected a column of {source} ({known}). "
            "Name an existing column or leave the option out."
        )


class NoDataError(MonitoringError):
    """An input without a single row where rows are indispensable."""

    exit_code = 3

    def __init__(self, *, place: str, source: str) -> None:
        super().__init__(
            f"{place}: got no rows in {source}; expected at least one. "
            "Check that the writer runs and that the path is right."
        )


class UnreadableError(MonitoringError):
    """A file or object whose content can't be read."""

    def __init__(self, *, place: str, reason: str) -> None:
        super().__init__(
            f"{place}: got unreadable data ({reason}); expected a whole Parquet, CSV or "
            "JSONL file. Write the file again or take it out of the input."
        )
