"""Makes the tracking server's databases where a cloud's server came without them.

RDS makes one database at most. The user must own what is there, or may create databases.
"""

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

MAINTENANCE = "postgres"
"""Every PostgreSQL server has it; a database can't be made from within itself."""
DUPLICATE = "42P04"


def ensure_database(address: str) -> str:
    """Makes the database that the address names unless it is there; what was done.

    Raises:
        OperationalError: The server can't be reached or takes no login.
        ProgrammingError: The user may not create databases.
    """
    url = make_url(address)
    if _is_there(url):
        return "there"
    server = create_engine(url.set(database=MAINTENANCE), isolation_level="AUTOCOMMIT")
    name = server.dialect.identifier_preparer.quote(str(url.database))
    with server.connect() as connection:
        try:
            connection.execute(text(f"CREATE DATABASE {name}"))
        except ProgrammingError as error:
            # Another pod of this version was faster.
            if getattr(error.orig, "pgcode", None) != DUPLICATE:
                raise
            return "there"
    return "made"


def _is_there(url: URL) -> bool:
    try:
        with create_engine(url).connect():
            return True
    except OperationalError as error:
        if f'database "{url.database}" does not exist' in str(error.orig):
            return False
        raise
