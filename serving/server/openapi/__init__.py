"""The OpenAPI 3.1 document of every route, as data.

Two readings of it: without a model it is committed beside this folder as `openapi.json`; a process
serves the one of its own model, whose columns, outputs and version are then part of the schemas.
"""
