"""The job's statements, and what they open and close on a real PostgreSQL where there is one."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg2  # type: ignore[import-untyped]  # it publishes no types
import pytest
from psycopg2 import sql

from slipway.components.azure.scripts.grant_database_role import (
    Postgres,
    Role,
    make_role,
    open_database,
)

ROLE = Role("slipway-dev-tracking", "11111111-2222-3333-4444-555555555555")
LIKE_AZURES = """
CREATE FUNCTION pgaadauth_create_principal_with_oid
(name text, oid text, kind text, admin boolean, mfa boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN EXECUTE format('CREATE ROLE %I LOGIN', name); RETURN name; END $$
"""
PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def text(part: sql.Composable) -> str:
    """The statement as PostgreSQL would read it; the real quoting needs a connection."""
    match part:
        case sql.Composed():
            return "".join(text(one) for one in part)
        case sql.Identifier():
            return f'"{part.string}"'
        case sql.Literal():
            return f"'{part.wrapped}'"
        case _:
            return str(part.string)


class Recorder:
    """A server that says whether the role exists and keeps what it was asked."""

    def __init__(self, *, exists: bool) -> None:
        self._exists = exists
        self.asked: list[tuple[str, str]] = []

    def run(self, database: str, statements: Sequence[sql.Composable]) -> list[tuple[object, ...]]:
        self.asked += [(database, text(one)) for one in statements]
        return [(1,)] if self._exists else []


def test_a_new_role_is_made_of_the_identity_and_is_no_administrator() -> None:
    server = Recorder(exists=False)
    assert make_role(server, ROLE) == "made"
    database, statement = server.asked[-1]
    assert database == "postgres"
    function, _, arguments = statement.partition("(")
    assert function == "SELECT * FROM pgaadauth_create_principal_with_oid"
    assert arguments == f"'{ROLE.name}', '{ROLE.object_id}', 'service', false, false)"


def test_a_role_that_exists_is_bound_to_the_identity_of_today() -> None:
    server = Recorder(exists=True)
    assert make_role(server, ROLE) == "bound"
    database, statement = server.asked[-1]
    assert database == "postgres"
    role, _, label = statement.partition(" IS ")
    assert role == f'SECURITY LABEL FOR "pgaadauth" ON ROLE "{ROLE.name}"'
    assert label == f"'aadauth,oid={ROLE.object_id},type=service'"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a PostgreSQL's socket; it has Azure's roles and a stand-in for its function."""
    if PROGRAMS is None or shutil.which("setpriv") is None:
        pytest.skip("no PostgreSQL on this machine")
    folder = tmp_path_factory.mktemp("postgres")
    user = "postgres" if os.getuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
        for parent in list(folder.parents)[:2]:
            parent.chmod(0o755)
    drop = [] if user is None else ["setpriv", f"--reuid={user}", "--clear-groups"]
    data = folder / "data"
    run = [*drop, str(PROGRAMS / "pg_ctl"), "-D", str(data), "-w"]
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    initdb = [*drop, str(PROGRAMS / "initdb"), "-A", "trust", "-U", "root", "-D", str(data)]
    subprocess.run(initdb, check=True, capture_output=True, timeout=120)
    started = [*run, "-o", options, "-l", str(folder / "log"), "start"]
    subprocess.run(started, check=True, stdout=subprocess.DEVNULL, timeout=120)
    try:
        _make_like_azure(folder)
        yield folder
    finally:
        subprocess.run(
            [*run, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, timeout=120
        )


def _make_like_azure(folder: Path) -> None:
    connection = psycopg2.connect(host=str(folder), user="root", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in (
            "CREATE ROLE azure_pg_admin NOLOGIN",
            "CREATE ROLE administrator LOGIN CREATEROLE CREATEDB IN ROLE azure_pg_admin",
            "CREATE ROLE stranger LOGIN",
            "CREATE DATABASE mlflow OWNER azure_pg_admin",
            LIKE_AZURES,
        ):
            cursor.execute(statement)
    connection.close()


def connected(folder: Path, user: str, *statements: str) -> None:
    connection = psycopg2.connect(host=str(folder), user=user, dbname="mlflow")
    with connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def test_the_role_makes_its_tables_and_others_stay_outside(server: Path) -> None:
    connected(server, "stranger")
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        connected(server, ROLE.name)
    administrator = Postgres(str(server), "administrator", "a token", tls="disable")
    assert make_role(administrator, ROLE) == "made"
    for _ in range(2):
        open_database(administrator, "mlflow", ROLE)
    connected(
        server,
        ROLE.name,
        "CREATE TABLE runs (id int)",
        "INSERT INTO runs VALUES (1)",
        "ALTER TABLE runs ADD COLUMN name text",
        "CREATE TEMPORARY TABLE scratch (id int)",
        "DROP TABLE runs",
    )
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        connected(server, "stranger")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        connected(server, ROLE.name, "CREATE ROLE another")
