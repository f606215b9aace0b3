"""The workplace of a stack that is up: its file, its outputs, its services."""

import contextlib
import logging
from collections.abc import Callable, Iterator

from slipway.serving.release.cloud_store import CloudStore
from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.logins.chain import open_registry
from slipway.serving.release.object_store import ObjectStore
from slipway.serving.release.object_writer import ObjectWriter
from slipway.stacks.cli.options import stack_file
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.engine.errors import OutputsError
from slipway.stacks.engine.outputs import StackOutputs
from slipway.stacks.engine.session import open_session
from slipway.stacks.releases.loopback import bypass_proxies
from slipway.stacks.releases.model_registry import model_registry
from slipway.stacks.releases.workplace import Workplace


@contextlib.contextmanager
def open_workplace(stack: str, echo: Callable[[str], None]) -> Iterator[Workplace]:
    """Everything that releasing in a stack needs; each gap is named.

    Raises:
        ConfigError: The stack's file is wrong.
        OutputsError: The stack isn't up.
    """
    bypass_proxies()
    logging.getLogger("mlflow").setLevel(logging.ERROR)  # its hints are meant for notebooks
    path = stack_file(stack)
    config = load(from_file(path))
    session = open_session(stack, path, echo)
    outputs = session.outputs()
    address = _address(outputs.url("registry"))
    with open_registry(address.host) as images:
        yield Workplace(
            config=config,
            stack_file=path,
            outputs=outputs,
            engine=session,
            registry=model_registry(config, outputs),
            images=images,
            address=address,
            objects=_objects(outputs),
            echo=echo,
        )


def _objects(outputs: StackOutputs) -> ObjectWriter:
    """The cloud's stores where the stack names them, else the one that it holds the keys of."""
    if outputs.stores:
        return CloudStore(bases=outputs.stores)
    keys = outputs.object_store_keys
    if keys is None:
        raise OutputsError(outputs.stack, "objectStoreKeys")
    return ObjectStore(
        endpoint=outputs.url("objectStore"), access_key_id=keys.name, secret_access_key=keys.secret
    )


def _address(url: str) -> RegistryAddress:
    """Host, port and prefix, which is all that an image's name has room for."""
    return RegistryAddress.parse(url.rpartition("://")[2].rstrip("/"))
