"""The client of AWS' Price List API; it needs a login, and is asked in us-east-1.

Source: AWS Billing user guide, "Using the AWS Price List Query API" (GetProducts).
"""

import os
from collections.abc import Mapping, Sequence
from typing import Protocol, cast

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
from botocore.exceptions import (
    ConnectionError as BotoConnectionError,
)

from slipway.stacks.cost.refresh.answer import ProviderUnavailableError, UnusableAnswerError
from slipway.stacks.cost.refresh.json_value import parsed, sequence

REGION = "us-east-1"
URL_VARIABLE = "SLIPWAY_AWS_PRICES_URL"
MOST_PAGES = 40
_WHERE = "AWS Price List API"
_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=10, read_timeout=30
)
_NO_LOGIN = (
    NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, ProfileNotFound,
    SSOError, TokenRetrievalError,
)  # fmt: skip
_REFUSED = {
    "AccessDeniedException", "ExpiredTokenException", "ExpiredToken", "InvalidClientTokenId",
    "InvalidSignatureException", "SignatureDoesNotMatch", "UnrecognizedClientException",
    "UnauthorizedOperation", "MissingAuthenticationTokenException",
}  # fmt: skip
_SERVER_FAULT = 500
_LOG_IN = "Log in (`aws login` or `aws sso login`); the call needs pricing:GetProducts."
_LATER = f"Try again later; behind a proxy set HTTPS_PROXY, for a mirror {URL_VARIABLE}."


class PricingClient(Protocol):
    """What of the SDK is used."""

    def get_products(self, **asked: object) -> Mapping[str, object]:
        """A page of products, each a JSON text."""


class PriceList:
    """Products of a service, all pages of them; the same question is asked once."""

    def __init__(self, base_url: str | None = None, client: PricingClient | None = None) -> None:
        self._base = base_url or os.environ.get(URL_VARIABLE) or None
        self._client = client
        self._asked: dict[tuple[object, ...], list[Mapping[str, object]]] = {}

    def products(self, service: str, filters: Mapping[str, str]) -> list[Mapping[str, object]]:
        """Every product that the filters find.

        Raises:
            UnusableAnswerError: The answer isn't of the documented shape, or the question refused.
            ProviderUnavailableError: Nobody is logged in, or nobody answers.
        """
        asked = (service, *filters.items())
        if asked not in self._asked:
            try:
                self._asked[asked] = self._pages(service, filters)
            except (BotoCoreError, ClientError) as error:
                raise _fault(error) from error
        return self._asked[asked]

    def _pages(self, service: str, filters: Mapping[str, str]) -> list[Mapping[str, object]]:
        found: list[Mapping[str, object]] = []
        wanted = [
            {"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in filters.items()
        ]
        asked: dict[str, object] = {
            "ServiceCode": service, "Filters": wanted, "FormatVersion": "aws_v1",
        }  # fmt: skip
        for _ in range(MOST_PAGES):
            page = self._connected().get_products(**asked)
            found += [parsed(str(one)) for one in _listed(page)]
            following = page.get("NextToken")
            if not following:
                return found
            asked["NextToken"] = following
        raise UnusableAnswerError(f"it has more than {MOST_PAGES} pages")

    def _connected(self) -> PricingClient:
        if self._client is None:
            try:
                made = boto3.client(
                    "pricing", region_name=REGION, endpoint_url=self._base, config=_CONFIG
                )
            except ValueError as error:
                raise ProviderUnavailableError(
                    URL_VARIABLE, str(error), "Give a whole URL, or none."
                ) from error
            self._client = cast("PricingClient", made)
        return self._client


def _listed(page: Mapping[str, object]) -> Sequence[object]:
    return sequence(page.get("PriceList", []), "PriceList")


def _fault(error: BotoCoreError | ClientError) -> Exception:
    """An error of the SDK as one that says what to do."""
    if isinstance(error, _NO_LOGIN):
        return ProviderUnavailableError(_WHERE, f"no login ({error})", _LOG_IN)
    if isinstance(error, (BotoConnectionError, HTTPClientError)):
        return ProviderUnavailableError(_WHERE, f"no answer ({error})", _LATER)
    if not isinstance(error, ClientError):
        return UnusableAnswerError(str(error))
    answer = error.response
    code = answer.get("Error", {}).get("Code", "")
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _REFUSED:
        return ProviderUnavailableError(_WHERE, f"the login is refused ({code})", _LOG_IN)
    if status >= _SERVER_FAULT or "Throttl" in code:
        return ProviderUnavailableError(_WHERE, f"no answer ({error})", _LATER)
    return UnusableAnswerError(str(error))
