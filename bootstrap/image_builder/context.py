"""The build context of an image: only the files that its Dockerfile copies."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bootstrap.image_builder.catalogue import Binary, Copy, ImageSpec
from bootstrap.image_builder.faults import MissingInput, NotStatic
from bootstrap.image_builder.static_program import is_static

DOCKERFILES = Path("bootstrap") / "images"


@dataclass(frozen=True, kw_only=True, order=True)
class ContextFile:
    """One file: where it comes from, where the Dockerfile finds it."""

    destination: str
    source: Path

    @property
    def executable(self) -> bool:
        """Whether the owner may run it; the one permission that counts."""
        return bool(self.source.stat().st_mode & 0o100)


@dataclass(frozen=True, kw_only=True)
class Origins:
    """The two places that images are made from."""

    repository: Path
    tools: Path


def context_of(spec: ImageSpec, origins: Origins) -> tuple[ContextFile, ...]:
    """Every file of an image in a stable order; refuses a missing one by name."""
    own = origins.repository / DOCKERFILES / spec.name
    if not (own / "Dockerfile").is_file():
        raise MissingInput(spec.name, own / "Dockerfile")
    found = [*_tree(own, "")]
    for item in spec.inputs:
        source = _source(item, origins)
        if not source.exists():
            raise MissingInput(spec.name, source)
        match item:
            case Binary(name=name):
                if spec.base is None and not is_static(source):
                    raise NotStatic(spec.name, source)
                found.extend(_tree(source, name))
            case Copy(destination=destination, without=without):
                found.extend(_tree(source, destination, without))
    return tuple(sorted(found))


def _source(item: Binary | Copy, origins: Origins) -> Path:
    match item:
        case Binary(name=name):
            return origins.tools / name
        case Copy(source=source):
            return origins.repository / source


def _tree(source: Path, destination: str, without: tuple[str, ...] = ()) -> Iterator[ContextFile]:
    """The files below a folder, or the file itself; no bytecode and nothing hidden."""
    if source.is_file():
        yield ContextFile(destination=destination, source=source)
        return
    for path in source.rglob("*"):
        inner = path.relative_to(source)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inner.parts)
        if path.is_file() and not hidden and inner.parts[0] not in without:
            yield ContextFile(destination=str(Path(destination) / inner), source=path)


def stage(files: tuple[ContextFile, ...], folder: Path) -> None:
    """Copy a context into an empty folder, with permissions that don't depend on the umask."""
    for file in files:
        target = folder / file.destination
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.source, target)
        target.chmod(0o755 if file.executable else 0o644)
    for inner in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        inner.chmod(0o755)
