"""What the dataplane asks of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from slipway.serving.package.signature import Column
    from slipway.serving.server.table import Batch, Output


class Model(Protocol):
    """A loaded model; called from several threads at once."""

    rowwise: bool
    """Whether it answers each row by itself, so that rows of several requests may go together."""

    @property
    def outputs(self) -> tuple[Column, ...]:
        """Names and types of what `predict` gives, in its order."""

    def predict(self, batch: Batch) -> tuple[Output, ...]:
        """One value per row for every output."""
