"""Who is logged in to Azure on this machine: by its CLI, a workload's or a managed identity."""

from slipway.serving.release.errors import ReleaseError


class AzureLoginError(ReleaseError):
    """A machine on which nobody is logged in to Azure."""

    def __init__(self, *, got: str, remedy: str) -> None:
        super().__init__("login to Azure", got=got, expected="a token of Entra", remedy=remedy)


def entra_token(scope: str) -> str:
    """A token for a service, which its scope names.

    Raises:
        AzureLoginError: Nobody is logged in, or azure-identity isn't installed.
    """
    try:
        # Imported here: only who uses Azure needs it.
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415
    except ModuleNotFoundError:
        raise AzureLoginError(
            got="no azure-identity", remedy="Run `pip install azure-identity`."
        ) from None
    try:
        return DefaultAzureCredential().get_token(scope).token
    # azure-identity's errors share no base with an import that others could do.
    except Exception as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise AzureLoginError(
            got=said[:300], remedy="Log in (`az login`), or give the CI job an identity."
        ) from error
