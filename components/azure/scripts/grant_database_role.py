"""Lets one identity use databases of a PostgreSQL flexible server, and nobody else.

Runs as the server's Entra administrator, again whenever something changes: each statement may
follow itself. Entra's token is the password, so nothing secret is handed in.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from psycopg2 import connect, sql  # type: ignore[import-untyped]  # it publishes no types

SCOPE = "https://ossrdbms-aad.database.windows.net/.default"


@dataclass(frozen=True)
class Role:
    """A login of the server that is an identity of Entra."""

    name: str
    object_id: str


class Server(Protocol):
    """Runs statements in one of the server's databases."""

    def run(self, database: str, statements: Sequence[sql.Composable]) -> list[tuple[object, ...]]:
        """The rows of the last statement; none where it has no rows."""


class Postgres:
    """A server that takes a token; a connection for each database."""

    def __init__(self, host: str, user: str, token: str, *, tls: str = "require") -> None:
        self._login = {"host": host, "user": user, "password": token, "sslmode": tls}

    def run(self, database: str, statements: Sequence[sql.Composable]) -> list[tuple[object, ...]]:
        """All statements or none of them."""
        with connect(dbname=database, **self._login) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return [] if cursor.description is None else cursor.fetchall()


def make_role(server: Server, role: Role) -> str:
    """Makes the role, or binds the one of this name to the identity; what was done.

    An identity that was deleted and made again has another object id under the same name.
    """
    found = server.run(
        "postgres",
        [sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = {}").format(sql.Literal(role.name))],
    )
    if found:
        label = f"aadauth,oid={role.object_id},type=service"
        bind = sql.SQL('SECURITY LABEL FOR "pgaadauth" ON ROLE {} IS {}')
        server.run("postgres", [bind.format(sql.Identifier(role.name), sql.Literal(label))])
        return "bound"
    make = sql.SQL("SELECT * FROM pgaadauth_create_principal_with_oid({}, {}, {}, false, false)")
    parts = (role.name, role.object_id, "service")
    server.run("postgres", [make.format(*map(sql.Literal, parts))])
    return "made"


def open_database(server: Server, database: str, role: Role) -> None:
    """The role makes and uses its own tables here; other logins can't even connect."""
    names = {"database": sql.Identifier(database), "role": sql.Identifier(role.name)}
    server.run(
        database,
        [
            sql.SQL(text).format(**names)
            for text in (
                "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
                "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
                "GRANT USAGE, CREATE ON SCHEMA public TO {role}",
            )
        ],
    )


def main() -> None:
    """Takes everything from the environment."""
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415 -- seconds, for a job alone

    token = DefaultAzureCredential().get_token(SCOPE).token
    server = Postgres(os.environ["PGHOST"], os.environ["PGUSER"], token)
    role = Role(os.environ["ROLE_NAME"], os.environ["ROLE_OBJECT_ID"])
    print(f"role {role.name}: {make_role(server, role)}")  # noqa: T201 -- the pod's log
    for database in os.environ["DATABASES"].split(","):
        open_database(server, database, role)
        print(f"database {database}: open to {role.name} alone")  # noqa: T201 -- as above


if __name__ == "__main__":
    main()
