"""Brings the schemas of the tracking server and of its logins to this image's version.

Runs before a new server starts. Only one may run at a time, on any node: a lock in the database
sees to that. The administrator's password is then made what the secret says, which MLflow itself
does only once.
"""

import os

from ensure_databases import (  # type: ignore[import-not-found] # beside this file in the pod
    ensure_database,
)
from mlflow.db import commands as tracking_commands
from mlflow.server.auth.db.cli import commands as auth_commands
from mlflow.server.auth.sqlalchemy_store import SqlAlchemyStore
from sqlalchemy import create_engine, make_url, text

LOCK = 7_265_417  # any number, the same in every version


def migrate(tracking: str, auth: str) -> None:
    """MLflow's own commands, in this process: each import of MLflow takes seconds."""
    tracking_commands.main(["upgrade", tracking], standalone_mode=False)
    auth_commands.main(["upgrade", "--url", auth], standalone_mode=False)


def set_administrator(store: SqlAlchemyStore, username: str, password: str) -> str:
    """Makes the administrator or corrects its password; what was done."""
    if not store.has_user(username):
        store.create_user(username, password, is_admin=True)
        return "made"
    if store.authenticate_user(username, password):
        return "unchanged"
    store.update_user(username, password=password, is_admin=True)
    return "password changed"


def main() -> None:
    """Waits for the lock, then works."""
    tracking, auth = os.environ["TRACKING_DATABASE"], os.environ["AUTH_DATABASE"]
    username = os.environ["MLFLOW_AUTH_ADMIN_USERNAME"]
    for database in (tracking, auth):
        print(f"{make_url(database).database}: {ensure_database(database)}")  # noqa: T201 -- the pod's log
    with create_engine(tracking).connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        migrate(tracking, auth)
        store = SqlAlchemyStore()
        store.init_db(auth)
        done = set_administrator(store, username, os.environ["MLFLOW_AUTH_ADMIN_PASSWORD"])
        print(f"administrator {username}: {done}")  # noqa: T201 -- the pod's log


if __name__ == "__main__":
    main()
