"""Brings the schemas of the tracking server and of its logins to this image's version.

Runs before a new server starts. Only one may run at a time, on any node: a lock in the database
sees to that. The administrator's password is then made what the secret says, which MLflow itself
does only once.
"""

import os
import subprocess
import sys

from sqlalchemy import create_engine, text

LOCK = 7_265_417  # any number, the same in every version


def migrate(tracking: str, auth: str) -> None:
    """Both schemas; each step does nothing on a schema that is up to date."""
    upgrade = [sys.executable, "-m", "mlflow", "db", "upgrade", tracking]
    auth_upgrade = [sys.executable, "-m", "mlflow.server.auth", "db", "upgrade", "--url", auth]
    for command in (upgrade, auth_upgrade):
        subprocess.run(command, check=True)


def set_administrator(auth: str, username: str, password: str) -> str:
    """Makes the administrator or corrects its password; what was done."""
    from mlflow.server.auth.sqlalchemy_store import SqlAlchemyStore  # noqa: PLC0415 -- slow

    store = SqlAlchemyStore()
    store.init_db(auth)
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
    engine = create_engine(tracking)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        migrate(tracking, auth)
        username = os.environ["MLFLOW_AUTH_ADMIN_USERNAME"]
        done = set_administrator(auth, username, os.environ["MLFLOW_AUTH_ADMIN_PASSWORD"])
        print(f"administrator {username}: {done}")  # noqa: T201 -- the pod's log


if __name__ == "__main__":
    main()
