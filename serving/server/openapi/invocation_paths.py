"""The route of `http/invocation_routes.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.openapi.operation import operation
from slipway.serving.server.openapi.responses import JSON, answer, refused
from slipway.serving.server.openapi.row_schemas import invocation_example
from slipway.serving.server.openapi.schema import Schema, reference
from slipway.serving.server.protocols.invocations import CSV

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.package.signature import Signature


def invocation_paths(signature: Signature | None) -> Mapping[str, Schema]:
    """MLflow's scoring protocol, which SageMaker's and Azure ML's containers share."""
    request: dict[str, object] = {"schema": reference("InvocationRequest")}
    if signature is not None:
        request["examples"] = {"row": {"value": invocation_example(signature)}}
    lines: Schema = {
        "schema": {
            "type": "string",
            "description": "A header line of column names, then rows; an empty field is a null.",
        }
    }
    return {
        "/invocations": {
            "post": operation(
                "invoke",
                "Predictions in MLflow's scoring protocol",
                tag="scoring",
                body={JSON: request, CSV: lines},
                responses={
                    "200": answer("One prediction per row.", {JSON: reference("InvocationReply")}),
                    **refused(408, 413, 415, 429, 503, 504),
                },
            )
        }
    }
