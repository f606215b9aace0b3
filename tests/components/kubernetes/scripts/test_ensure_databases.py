"""Databases are made where they lack, and nothing else is taken for their lack.

What PostgreSQL itself answers is quoted here; the script was run against it by hand.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Self

import pytest
from sqlalchemy import URL
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.exc import OperationalError, ProgrammingError

ADDRESS = "postgresql+psycopg2://mlflow@db:5432/mlflow_auth?plugin=slipway_credentials"
SCRIPT = Path(__file__).parents[4] / "components" / "kubernetes" / "scripts" / "ensure_databases.py"


class RefusalError(Exception):
    """What the driver raises."""

    pgcode: str | None = None


class Server:
    """Answers like PostgreSQL: knows its databases, and may refuse to make one."""

    def __init__(self) -> None:
        self.databases = {"postgres"}
        self.asked: list[str | None] = []
        self.refusal: str | None = None
        self.duplicate = False
        self.may_create = True

    def create_engine(self, url: URL, **options: str) -> "Engine":
        return Engine(self, url, options)


class Engine:
    """Both the engine and its one connection."""

    dialect = PGDialect()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it unannotated

    def __init__(self, server: Server, url: URL, options: dict[str, str]) -> None:
        self.server, self.url, self.options = server, url, options

    def connect(self) -> "Engine":
        self.server.asked.append(self.url.database)
        refusal = self.server.refusal
        if refusal is None and self.url.database not in self.server.databases:
            refusal = f'FATAL:  database "{self.url.database}" does not exist'
        if refusal is not None:
            raise OperationalError("", None, RefusalError(refusal))
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, statement: object) -> None:
        # Inside of a transaction PostgreSQL makes no database.
        assert self.options == {"isolation_level": "AUTOCOMMIT"}
        error = RefusalError("refused")
        error.pgcode = "42P04" if self.server.duplicate else "42501"
        if self.server.duplicate or not self.server.may_create:
            raise ProgrammingError("", None, error)
        self.server.databases.add(str(statement).removeprefix("CREATE DATABASE "))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def script(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("ensure_databases", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "create_engine", server.create_engine)
    return module


def test_a_database_that_lacks_is_made_once(server: Server, script: ModuleType) -> None:
    assert script.ensure_database(ADDRESS) == "made"
    assert server.databases == {"postgres", "mlflow_auth"}
    assert script.ensure_database(ADDRESS) == "there"


def test_one_that_another_pod_made_meanwhile_is_there(server: Server, script: ModuleType) -> None:
    server.duplicate = True
    assert script.ensure_database(ADDRESS) == "there"


def test_a_user_who_may_not_make_it_is_told_so(server: Server, script: ModuleType) -> None:
    server.may_create = False
    with pytest.raises(ProgrammingError, match="refused"):
        script.ensure_database(ADDRESS)


@pytest.mark.parametrize(
    "refusal",
    [
        'FATAL:  password authentication failed for user "mlflow"',
        'FATAL:  role "mlflow" does not exist',
        "could not connect to server: Connection refused",
    ],
)
def test_no_other_refusal_is_taken_for_a_missing_database(
    server: Server, script: ModuleType, refusal: str
) -> None:
    server.refusal = refusal
    with pytest.raises(OperationalError) as caught:
        script.ensure_database(ADDRESS)
    assert refusal in str(caught.value)
    assert server.asked == ["mlflow_auth"]
