"""Outputs and descriptions in the form of the V2 protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

import slipway
from slipway.serving.server.protocols.reply_values import json_values
from slipway.serving.server.protocols.v2_binary import EXTENSION, encode_tensor
from slipway.serving.server.protocols.v2_types import DATATYPES

if TYPE_CHECKING:
    from slipway.serving.package.manifest import Manifest
    from slipway.serving.package.signature import Column
    from slipway.serving.server.protocols.v2_outputs import RequestedOutput
    from slipway.serving.server.protocols.v2_request import V2Request
    from slipway.serving.server.table import Output

EXTENSIONS = (EXTENSION,)


@dataclass(frozen=True, kw_only=True, slots=True)
class InferenceReply:
    """A reply's body; with a binary part, also the length of the JSON before it."""

    body: bytes
    json_length: int | None = None


class V2Replies:
    """The replies of one model version; what never changes is put into words once."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def server(self) -> bytes:
        """Server metadata."""
        return orjson.dumps(
            {"name": "slipway", "version": slipway.__version__, "extensions": EXTENSIONS}
        )

    def model(self, outputs: tuple[Column, ...]) -> bytes:
        """Model metadata."""
        manifest = self._manifest
        return orjson.dumps(
            {
                "name": manifest.name,
                "versions": [manifest.version],
                "platform": f"mlflow_{manifest.flavour}",
                "inputs": [_description(column) for column in manifest.signature.inputs],
                "outputs": [_description(column) for column in outputs],
            }
        )

    def inference(
        self,
        request: V2Request,
        request_id: str,
        outputs: tuple[Output, ...],
        columns: tuple[Column, ...],
    ) -> InferenceReply:
        """The outputs that were asked for, in the order and the form of the request."""
        given = {
            column.name: (column, output) for column, output in zip(columns, outputs, strict=True)
        }
        parts: list[memoryview] = []
        tensors = [_tensor(*given[one.name], one, parts) for one in request.outputs.of((*given,))]
        head = orjson.dumps(
            {
                "model_name": self._manifest.name,
                "model_version": self._manifest.version,
                "id": request_id if request.id is None else request.id,
                "outputs": tensors,
            }
        )
        if not parts:
            return InferenceReply(body=head)
        return InferenceReply(body=b"".join((head, *parts)), json_length=len(head))


def _tensor(
    column: Column, output: Output, requested: RequestedOutput, parts: list[memoryview]
) -> dict[str, object]:
    """One output's entry; the bytes of a binary one are added to `parts`."""
    tensor: dict[str, object] = {
        "name": column.name,
        "shape": output.values.shape,
        "datatype": DATATYPES[column.type],
    }
    if requested.binary:
        data = encode_tensor(output.values)
        parts.append(data)
        tensor["parameters"] = {"binary_data_size": data.nbytes}
    else:
        tensor["data"] = json_values(output.values)
    return tensor


def _description(column: Column) -> dict[str, object]:
    description: dict[str, object] = {
        "name": column.name,
        "datatype": DATATYPES[column.type],
        "shape": [-1],
    }
    if not column.required:
        description["parameters"] = {"optional": True}
    return description
