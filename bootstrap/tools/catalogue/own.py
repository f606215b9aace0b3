"""Small programs of our own; their sources lie in bootstrap/tools/go."""

from bootstrap.tools.model import GoSource, Tool

PAUSE = Tool(name="pause", version="", provides=("pause",), source=GoSource(folder="pause"))

LOOPBACK_FORWARD = Tool(
    name="loopback-forward",
    version="",
    provides=("loopback-forward",),
    source=GoSource(folder="loopback-forward"),
)
