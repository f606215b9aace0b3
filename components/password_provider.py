"""The part of a password that runs inside Pulumi's dynamic provider.

The state keeps only a reference to this class, so an edit of this file replaces nothing; a move
of it would orphan every password.
"""

import secrets
import string
import uuid
from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, ResourceProvider, UpdateResult
from typing_extensions import override

ALPHABET = string.ascii_letters + string.digits


class PasswordProvider(ResourceProvider):
    """Makes a password from the system's random source, and keeps the one before a rotation.

    A rotation is an update and no replacement: whoever still has the previous password must be
    let in until all have the new one, so both have to be known.
    """

    serialize_as_secret_always = False  # the reference itself is no secret

    @override
    def create(self, props: dict[str, Any]) -> CreateResult:
        value = _random(props)
        return CreateResult(uuid.uuid4().hex, {**props, "value": value, "previous": value})

    @override
    def update(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        before = olds["value"]
        value = _random(news) if _rotated(olds, news) else before
        return UpdateResult({**news, "value": value, "previous": before})

    @override
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        # A password from before there were rotations learns its previous one: itself.
        incomplete = _olds.get("previous") is None
        return DiffResult(changes=incomplete or _rotated(_olds, _news), replaces=[])


def _random(wanted: dict[str, Any]) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(int(wanted["length"])))


def _rotated(olds: dict[str, Any], news: dict[str, Any]) -> bool:
    return any(olds.get(key) != news.get(key) for key in ("length", "rotation"))
