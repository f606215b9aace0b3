"""SQLAlchemy's way in: `?plugin=slipway_credentials` in a database URL."""

import os
from functools import cache

from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import CreateEnginePlugin
from typing_extensions import override

from .connector import Connector
from .selection import choose_source


class CredentialsPlugin(CreateEnginePlugin):
    """Makes every engine of the process fetch its passwords.

    Not only the one whose URL asks: SQLAlchemy takes the word out of the URL, and MLflow's
    migrations make further engines from what is left.
    """

    @override
    def update_url(self, url: URL) -> URL:
        return url  # SQLAlchemy itself takes out the word that named this plugin

    @override
    def engine_created(self, engine: Engine) -> None:
        install()


@cache
def install() -> Connector:
    """Listens to `do_connect` of all engines, once per process.

    Raises:
        CredentialsError: The environment names no usable source.
    """
    connector = Connector(choose_source(os.environ))
    event.listen(Engine, "do_connect", connector)
    return connector
