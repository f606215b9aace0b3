"""The client of Azure's Retail Prices API; it needs no login.

Source: Microsoft Learn, "Azure Retail Prices overview" (rest/api/cost-management/retail-prices).
"""

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from slipway.stacks.cost.refresh.answer import ProviderUnavailableError, UnusableAnswerError
from slipway.stacks.cost.refresh.json_value import parsed, record, sequence, text_of

BASE_URL = "https://prices.azure.com/api/retail/prices"
URL_VARIABLE = "SLIPWAY_AZURE_PRICES_URL"
VERSION = "2023-01-01-preview"
ATTEMPTS = 5
MOST_PAGES = 40
"""A filter of ours fits a page or two; a link that leads on for ever is no answer."""
LONGEST_PAUSE = 60.0
_SECONDS = 30.0
_TOO_MANY = 429
_SERVER_FAULT = 500
_CLIENT_FAULT = 400


class RetailPrices:
    """Rows of a filter, all pages of them; the same filter is asked for once."""

    def __init__(
        self,
        base_url: str | None = None,
        *,
        pause: Callable[[float], None] = time.sleep,
        timeout: float = _SECONDS,
    ) -> None:
        self._address = base_url or os.environ.get(URL_VARIABLE) or BASE_URL
        self._pause = pause
        self._timeout = timeout
        self._asked: dict[str, list[Mapping[str, object]]] = {}

    def rows(self, odata: str) -> list[Mapping[str, object]]:
        """Every row that a filter finds.

        Raises:
            UnusableAnswerError: The answer isn't of the documented shape.
            ProviderUnavailableError: There is none, after some attempts.
        """
        if odata not in self._asked:
            self._asked[odata] = self._pages(odata)
        return self._asked[odata]

    def _pages(self, odata: str) -> list[Mapping[str, object]]:
        found: list[Mapping[str, object]] = []
        asked = {"api-version": VERSION, "currencyCode": "USD", "$filter": odata}
        base = self._base()
        page = base.copy_merge_params(asked)
        with httpx.Client(timeout=self._timeout, follow_redirects=True) as client:
            for _ in range(MOST_PAGES):
                answer = parsed(self._get(client, page))
                rows = sequence(answer.get("Items"), "Items")
                found += [record(row, "a row of Items") for row in rows]
                link = text_of(answer, "NextPageLink")
                if not link:
                    return found
                # Only the link's query is taken, so that a mirror is never left.
                page = base.copy_with(query=httpx.URL(link).query)
        raise UnusableAnswerError(f"it has more than {MOST_PAGES} pages")

    def _base(self) -> httpx.URL:
        try:
            return httpx.URL(self._address)
        except httpx.InvalidURL as error:
            raise ProviderUnavailableError(
                self._address, str(error), f"Give a whole URL in {URL_VARIABLE}, or none."
            ) from error

    def _get(self, client: httpx.Client, url: httpx.URL) -> str:
        problem = ""
        for attempt in range(ATTEMPTS):
            wait = min(2.0**attempt, LONGEST_PAUSE)
            try:
                answer = client.get(url)
            except httpx.RequestError as error:
                problem = str(error) or type(error).__name__
            else:
                if answer.status_code < _CLIENT_FAULT:
                    return answer.text
                problem = f"it answers {answer.status_code} {answer.reason_phrase}".rstrip()
                if answer.status_code != _TOO_MANY and answer.status_code < _SERVER_FAULT:
                    raise UnusableAnswerError(problem)
                wait = _asked_pause(answer.headers.get("Retry-After", "")) or wait
            if attempt + 1 < ATTEMPTS:
                self._pause(min(wait, LONGEST_PAUSE))
        raise ProviderUnavailableError(
            self._address,
            f"no answer in {ATTEMPTS} attempts ({problem})",
            f"Try again later; behind a proxy set HTTPS_PROXY, for a mirror {URL_VARIABLE}.",
        )


def _asked_pause(header: str) -> float:
    """Seconds of a Retry-After header, which is a number or a date; 0 without one."""
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(tz=UTC)).total_seconds())
