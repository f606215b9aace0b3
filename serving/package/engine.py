"""What runs a packaged model."""

from enum import StrEnum


class Engine(StrEnum):
    """Its MLflow flavour as it is, or the graph that it was compiled to."""

    FLAVOUR = "flavour"
    ONNX = "onnx"
