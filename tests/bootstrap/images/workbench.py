"""A small repository with two images, and a builder that only writes down what it was asked."""

import struct
from dataclasses import dataclass, field
from pathlib import Path

from bootstrap.image_builder.builder import BuildRequest
from bootstrap.image_builder.catalogue import DEBIAN, Binary, Copy, ImageSpec
from bootstrap.image_builder.context import DOCKERFILES, Origins
from bootstrap.image_builder.logged import Logged

STATIC = (
    b"\x7fELF\x02\x01"
    + bytes(10)
    + struct.pack("<2HI3QI6H", 2, 62, 1, 0, 64, 0, 0, 64, 56, 0, 0, 0, 0)
)
DYNAMIC = (
    b"\x7fELF\x02\x01"
    + bytes(10)
    + struct.pack("<2HI3QI6H", 2, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    + struct.pack("<I", 3)
    + bytes(52)
)
TOOL = ImageSpec(name="tool", inputs=(Binary(name="tool"),))
APP = ImageSpec(
    name="app",
    inputs=(
        Copy(source="requirements/app.txt", destination="requirements.txt"),
        Copy(source="app", destination="slipway/app", without=("release",)),
    ),
    base=DEBIAN,
)
SPECS = (TOOL, APP)


def make_origins(folder: Path) -> Origins:
    """A repository and a folder of tools with everything that the two images need."""
    texts = {
        DOCKERFILES / "tool" / "Dockerfile": "FROM scratch\n",
        DOCKERFILES / "app" / "Dockerfile": f"FROM {DEBIAN}\n",
        Path("requirements/app.txt"): "numpy==1\n",
        Path("app/__init__.py"): "",
        Path("app/inner/code.py"): "x = 1\n",
        Path("app/release/push.py"): "y = 1\n",
    }
    for name, text in texts.items():
        target = folder / "repository" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    tools = folder / "tools"
    tools.mkdir()
    (tools / "tool").write_bytes(STATIC)
    (tools / "tool").chmod(0o755)
    return Origins(repository=folder / "repository", tools=tools)


@dataclass(kw_only=True)
class RecordingBuilder:
    """Writes the context's listing as the archive; can be told to fail or to be interrupted."""

    title: str = "a recording"
    base: str = "base-1"
    failing: str = ""
    interrupted: str = ""
    built: list[str] = field(default_factory=list)
    contexts: dict[str, list[str]] = field(default_factory=dict)

    def base_identity(self, base: str) -> str:
        """The same whatever the name."""
        assert base == DEBIAN
        return self.base

    def build(self, request: BuildRequest, logged: Logged) -> int:
        """Leave an archive even when failing, as a real tool may."""
        self.built.append(request.name)
        files = sorted(path for path in request.context.rglob("*") if path.is_file())
        self.contexts[request.name] = [str(file.relative_to(request.context)) for file in files]
        request.archive.write_text(request.reference)
        logged.log.parent.mkdir(exist_ok=True)
        logged.log.write_text("a line before\nthe mirror is on fire\n")
        if request.name == self.interrupted:
            raise KeyboardInterrupt
        return 7 if request.name == self.failing else 0
