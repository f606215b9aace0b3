"""Connections get in whatever a rotation does, and no other fault is taken for a refusal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import pytest

from bootstrap.images.tracking.slipway_credentials.connector import Connector
from bootstrap.images.tracking.slipway_credentials.source import Target, is_refusal

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect

REFUSED = 'FATAL:  password authentication failed for user "mlflow"'
PARAMETERS = {"host": "database", "user": "mlflow", "dbname": "mlflow"}


class FakeDriverError(Exception):
    pass


class FakeDialect:
    """A server that takes one password, behind SQLAlchemy's dialect."""

    def __init__(self, right: str, name: str = "postgresql") -> None:
        self.right, self.name = right, name
        self.fault: str | None = None
        self.tried: list[str] = []

    def connect(self, **parameters: object) -> str:
        self.tried.append(str(parameters["password"]))
        if self.fault is not None:
            raise FakeDriverError(self.fault)
        if parameters["password"] != self.right:
            raise FakeDriverError(REFUSED)
        return f"connection of {parameters['user']}"


class FakeSource:
    """Answers in turn; the last answer stays."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.fresh: list[bool] = []
        self.target: Target | None = None

    def passwords(self, target: Target, *, fresh: bool) -> Sequence[str]:
        self.target = target
        self.fresh.append(fresh)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class FakeTime:
    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def connect(
    source: FakeSource,
    dialect: FakeDialect,
    time: FakeTime | None = None,
    parameters: dict[str, object] | None = None,
) -> "DBAPIConnection | None":
    time = FakeTime() if time is None else time
    connector = Connector(source, patience=30, clock=time.clock, sleep=time.sleep)
    given: dict[str, object] = dict(PARAMETERS) if parameters is None else parameters
    return connector(cast("Dialect", dialect), None, [], given)


def test_the_right_password_gets_in_at_the_first_try() -> None:
    source, dialect = FakeSource(["new"]), FakeDialect("new")
    assert connect(source, dialect) == "connection of mlflow"
    assert (dialect.tried, source.fresh) == (["new"], [False])


def test_the_source_is_told_what_the_connection_is_for() -> None:
    source = FakeSource(["new"])
    connect(source, FakeDialect("new"), parameters={**PARAMETERS, "port": 6432})
    assert source.target == Target(host="database", port=6432, user="mlflow")
    connect(source, FakeDialect("new"))
    assert source.target.port == 5432


def test_a_server_that_does_not_know_the_new_password_yet_gets_the_previous_one() -> None:
    dialect = FakeDialect("old")
    assert connect(FakeSource(["new", "old"]), dialect) == "connection of mlflow"
    assert dialect.tried == ["new", "old"]


def test_a_refused_copy_is_fetched_anew_at_once() -> None:
    time, source = FakeTime(), FakeSource(["old"], ["new"])
    assert connect(source, FakeDialect("new"), time) == "connection of mlflow"
    assert source.fresh == [False, True]
    assert time.now == 0


def test_a_password_that_is_a_little_late_is_waited_for() -> None:
    time = FakeTime()
    late = [["old"]] * 12
    assert connect(FakeSource(*late, ["new"]), FakeDialect("new"), time) == "connection of mlflow"
    assert 0 < time.now < 30


def test_a_password_that_never_comes_ends_in_the_servers_own_words() -> None:
    time = FakeTime()
    with pytest.raises(FakeDriverError, match="password authentication failed"):
        connect(FakeSource(["wrong"]), FakeDialect("right"), time)
    assert 30 <= time.now < 32


@pytest.mark.parametrize(
    "fault",
    ["could not translate host name", "FATAL: sorry, too many clients already", "SSL error"],
)
def test_any_other_fault_is_raised_at_once(fault: str) -> None:
    dialect = FakeDialect("new")
    dialect.fault = fault
    with pytest.raises(FakeDriverError, match=fault):
        connect(FakeSource(["new", "old"]), dialect)
    assert dialect.tried == ["new"]


@pytest.mark.parametrize(
    ("name", "more"),
    [("sqlite", {}), ("postgresql", {"password": "in the URL"})],
    ids=["another database", "a URL with a password"],
)
def test_what_needs_no_password_of_ours_is_left_alone(name: str, more: dict[str, object]) -> None:
    source, dialect = FakeSource(["new"]), FakeDialect("new", name)
    assert connect(source, dialect, parameters={**PARAMETERS, **more}) is None
    assert (source.fresh, dialect.tried) == ([], [])


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (REFUSED, True),
        ('FATAL:  PAM authentication failed for user "mlflow"', True),
        ("FATAL:  The access token has expired. Acquire a new token and retry.", True),
        ("FATAL:  database system is starting up", False),
        ("connection refused", False),
    ],
)
def test_a_refusal_is_told_from_other_errors(said: str, refusal: bool) -> None:  # noqa: FBT001 -- a table's column
    assert is_refusal(FakeDriverError(said)) is refusal
