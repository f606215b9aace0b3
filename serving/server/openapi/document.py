"""The whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.openapi.invocation_paths import invocation_paths
from slipway.serving.server.openapi.probe_paths import probe_paths
from slipway.serving.server.openapi.responses import ERROR, refusals
from slipway.serving.server.openapi.row_schemas import row_schemas
from slipway.serving.server.openapi.v2_paths import v2_paths
from slipway.serving.server.openapi.v2_schemas import v2_schemas

if TYPE_CHECKING:
    from slipway.serving.package.manifest import Manifest

_ROUTES_VERSION = "1"


def openapi_document(manifest: Manifest | None = None) -> dict[str, object]:
    """The document of any model, or the one that holds a given model's columns."""
    signature = None if manifest is None else manifest.signature
    served = "one pinned model version" if manifest is None else f"{manifest.name}"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Slipway model server",
            "summary": f"Predictions of {served} over the Open Inference Protocol V2 and MLflow's.",
            "version": _ROUTES_VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {**v2_paths(manifest), **invocation_paths(signature), **probe_paths()},
        "components": {
            "schemas": {"Error": ERROR, **v2_schemas(signature), **row_schemas(signature)},
            "responses": dict(refusals()),
        },
    }
