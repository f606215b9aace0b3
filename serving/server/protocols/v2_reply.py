"""Outputs and descriptions in the form of the V2 protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

import slipway
from slipway.serving.server.protocols.reply_values import json_values
from slipway.serving.server.protocols.v2_types import DATATYPES

if TYPE_CHECKING:
    from slipway.serving.package.manifest import Manifest
    from slipway.serving.package.signature import Column
    from slipway.serving.server.protocols.v2_request import V2Request
    from slipway.serving.server.table import Output

EXTENSIONS: tuple[str, ...] = ()


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
    ) -> bytes:
        """The outputs that were asked for, in the order of the request."""
        tensors = {
            column.name: {
                "name": column.name,
                "shape": output.values.shape,
                "datatype": DATATYPES[column.type],
                "data": json_values(output.values),
            }
            for column, output in zip(columns, outputs, strict=True)
        }
        chosen = request.outputs or tuple(tensors)
        return orjson.dumps(
            {
                "model_name": self._manifest.name,
                "model_version": self._manifest.version,
                "id": request_id if request.id is None else request.id,
                "outputs": [tensors[name] for name in chosen if name in tensors],
            }
        )


def _description(column: Column) -> dict[str, object]:
    description: dict[str, object] = {
        "name": column.name,
        "datatype": DATATYPES[column.type],
        "shape": [-1],
    }
    if not column.required:
        description["parameters"] = {"optional": True}
    return description
