"""The part of a password that runs inside Pulumi's dynamic provider.

The state keeps only a reference to this class, so an edit of this file replaces nothing; a move
of it would orphan every password.
"""

import secrets
import string
import uuid
from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, ResourceProvider
from typing_extensions import override

ALPHABET = string.ascii_letters + string.digits


class PasswordProvider(ResourceProvider):
    """Makes a password from the system's random source; never changes one in place."""

    serialize_as_secret_always = False  # the reference itself is no secret

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        length = int(props["length"])
        value = "".join(secrets.choice(ALPHABET) for _ in range(length))
        return CreateResult(uuid.uuid4().hex, {**props, "value": value})

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("length", "rotation") if _olds.get(key) != _news.get(key)]
        return DiffResult(changes=bool(changed), replaces=changed)
