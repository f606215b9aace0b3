"""Faults of a release, as messages with an exit code."""

import contextlib
from collections.abc import Iterator

from slipway.serving.package import PackageError
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.address import RegistryAddressError
from slipway.serving.release.image.reference import ImageReferenceError
from slipway.serving.release.registry.protocol import UnknownVersionError
from slipway.serving.release.runtime_source import NoRuntimeError
from slipway.stacks.cli.errors import CheckFailedError, UserError

_WRONG_USE = (ImageReferenceError, NoRuntimeError, RegistryAddressError, UnknownVersionError)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turns the faults of a release into what `slipway` prints and exits with."""
    try:
        yield
    except (*_WRONG_USE, PackageError) as error:
        raise UserError(str(error)) from error
    except ReleaseError as error:
        raise CheckFailedError(str(error)) from error
