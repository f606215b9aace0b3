"""Why a password could not be had; no message ever holds one."""

from collections.abc import Iterable


class CredentialsError(Exception):
    """The base of all errors of this package."""


class SettingError(CredentialsError):
    """An environment variable is missing or has a value that means nothing."""

    def __init__(self, variable: str, value: str | None, rule: str) -> None:
        got = "nothing" if value is None else value
        super().__init__(f"{variable}: got {got}; expected {rule}. Correct the pod's environment.")


class UnreadablePasswordError(CredentialsError):
    """The mounted secret isn't there."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path}: {reason}; expected a file with the password."
            " Mount the Secret that holds it as a folder."
        )


class MalformedSecretError(CredentialsError):
    """The vault's secret isn't what RDS and its templates write."""

    def __init__(self, secret: str, keys: Iterable[str] | None) -> None:
        got = "text that is no JSON object" if keys is None else f"the keys {sorted(keys)}"
        super().__init__(
            f"secret {secret}: got {got}; expected a JSON object with the key password."
            " Name the secret that holds the database's login."
        )


class MissingLibraryError(CredentialsError):
    """A source was chosen whose library this image doesn't hold."""

    def __init__(self, source: str, library: str) -> None:
        super().__init__(
            f"password source {source}: the library {library} is not installed."
            " Use an image that holds it, or choose another source."
        )
