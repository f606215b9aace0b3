"""A generated password, made once and kept by the stack's state."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import Resource

from slipway.components.password_provider import PasswordProvider


@dataclass(frozen=True, kw_only=True)
class PasswordArgs:
    """Nothing is required; a change of either field makes a new password."""

    length: Input[int] | None = None  # None means 32
    rotation: Input[str] | None = None  # any new text, for example a date


class Password(Resource, module="slipway", name="Password"):
    """Letters and digits only, so that no place where it is used needs to quote it.

    It lives in the state, encrypted by the stack's secrets provider: a state without one must
    not hold it.
    """

    value: Output[str]
    """The password; always a secret."""

    previous: Output[str]
    """The one before the last rotation, always a secret; the password itself before the first."""

    def __init__(
        self, name: str, args: PasswordArgs | None = None, opts: ResourceOptions | None = None
    ) -> None:
        given = PasswordArgs() if args is None else args
        secret = ResourceOptions(additional_secret_outputs=["value", "previous"])
        super().__init__(
            PasswordProvider(),
            name,
            {
                "length": 32 if given.length is None else given.length,
                "rotation": "" if given.rotation is None else given.rotation,
                "value": None,
                "previous": None,
            },
            pulumi.ResourceOptions.merge(opts, secret),
        )
