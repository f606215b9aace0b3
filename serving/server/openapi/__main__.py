"""Prints the document that is committed: `python -m slipway.serving.server.openapi`."""

from __future__ import annotations

import json
import sys

from slipway.serving.server.openapi.document import openapi_document

if __name__ == "__main__":
    sys.stdout.write(json.dumps(openapi_document(), indent=2) + "\n")
