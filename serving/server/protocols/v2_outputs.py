"""Which outputs a V2 request asks for, and in which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.json_body import json_kind
from slipway.serving.server.protocols.v2_parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.package.signature import Signature


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedOutput:
    """One output by its name, as raw bytes or as JSON."""

    name: str
    binary: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedOutputs:
    """The outputs in the order of the request."""

    named: tuple[RequestedOutput, ...]
    """Empty means all."""
    binary: bool
    """The form of all outputs where none is named."""

    def of(self, names: tuple[str, ...]) -> tuple[RequestedOutput, ...]:
        """The outputs to answer with, out of those that the model gave."""
        if not self.named:
            return tuple(RequestedOutput(name=name, binary=self.binary) for name in names)
        return tuple(output for output in self.named if output.name in names)


_ALL_AS_JSON = RequestedOutputs(named=(), binary=False)


def requested_outputs(document: Mapping[str, object], signature: Signature) -> RequestedOutputs:
    """An output's own `binary_data` wins over the request's `binary_data_output`."""
    if "outputs" not in document and "parameters" not in document:
        return _ALL_AS_JSON
    binary = Parameters("", document).flag("binary_data_output", default=False)
    listed = document.get("outputs")
    if listed is None:
        return RequestedOutputs(named=(), binary=binary)
    if not isinstance(listed, list):
        raise BadRequest("outputs", got=json_kind(listed), expected="a list of tensors")
    known = frozenset(column.name for column in signature.outputs)
    named = tuple(_output(i, item, known, binary=binary) for i, item in enumerate(listed))
    return RequestedOutputs(named=named, binary=binary)


def _output(index: int, item: object, known: frozenset[str], *, binary: bool) -> RequestedOutput:
    place = f"outputs[{index}]"
    name = item.get("name") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(name, str) or (known and name not in known):
        expected = f"the name of an output: {', '.join(sorted(known))}"
        raise BadRequest(f"{place}.name", got="another name", expected=expected)
    own = Parameters(f"{place}.", item).flag("binary_data", default=binary)
    return RequestedOutput(name=name, binary=own)
