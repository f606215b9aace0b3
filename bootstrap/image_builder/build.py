"""Every image of the platform as an archive in the cache, built only when its inputs changed."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import duration
from bootstrap.image_builder.builder import Builder, BuildRequest, machine_platform
from bootstrap.image_builder.catalogue import CATALOGUE, ImageSpec
from bootstrap.image_builder.context import ContextFile, Origins, context_of, stage
from bootstrap.image_builder.faults import BuildFailed, UnknownImage
from bootstrap.image_builder.fingerprint import fingerprint
from bootstrap.image_builder.logged import Logged
from bootstrap.image_builder.selection import Workshop, choose_builder

DOMAIN = "slipway.local"
KEPT = 2
"""Archives per image: the current one and its predecessor, so that changing back costs nothing."""
WORK = "work"
"""The folder for what lives no longer than a run; the next one clears it after a crash."""
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class BuiltImage:
    """An image in a docker-archive that carries the reference as its only tag."""

    reference: str
    archive: Path


@dataclass(frozen=True, kw_only=True)
class _Planned:
    name: str
    files: tuple[ContextFile, ...]
    image: BuiltImage


def ensure_images(
    tools_bin: Path,
    cache: Path,
    repository: Path,
    say: Callable[[str], None],
    names: Sequence[str] = (),
) -> dict[str, BuiltImage]:
    """All images, or the named ones; an archive that exists already is taken as it is.

    The log of a build is `<cache>/images/logs/<name>.log`. One run at a time per cache: a second
    one waits.
    """
    folder = cache / "images"
    with _alone(folder, say):
        shop = Workshop(
            tools=tools_bin,
            folder=folder / "builder",
            scratch=folder / WORK,
            env=os.environ,
            say=say,
        )
        origins = Origins(repository=repository, tools=tools_bin)
        with _empty(shop.scratch):
            builder = choose_builder(shop)
            return build_missing(_selected(names), origins, builder, folder, say)


def build_missing(
    specs: Sequence[ImageSpec],
    origins: Origins,
    builder: Builder,
    folder: Path,
    say: Callable[[str], None],
) -> dict[str, BuiltImage]:
    """Build what has no archive yet; stops at the first image that fails, keeping the others."""
    planned = [_plan(spec, origins, builder, folder) for spec in specs]
    missing = [plan for plan in planned if not plan.image.archive.exists()]
    if len(missing) < len(planned):
        say(f"{len(planned) - len(missing)} of {len(planned)} images are up to date")
    for number, plan in enumerate(missing, start=1):
        say(f"{plan.name}: building ({number} of {len(missing)})")
        _build(plan, builder, folder, say)
    for plan in planned:
        _forget_older(plan.name, plan.image.archive)
    return {plan.name: plan.image for plan in planned}


def _plan(spec: ImageSpec, origins: Origins, builder: Builder, folder: Path) -> _Planned:
    files = context_of(spec, origins)
    base = builder.base_identity(spec.base) if spec.base else "scratch"
    name = fingerprint(files, base=base, platform=machine_platform())
    image = BuiltImage(f"{DOMAIN}/{spec.name}:{name}", folder / f"{spec.name}-{name}.tar")
    return _Planned(name=spec.name, files=files, image=image)


def _build(plan: _Planned, builder: Builder, folder: Path, say: Callable[[str], None]) -> None:
    """One archive, complete or not there at all."""
    started = time.monotonic()
    log = folder / "logs" / f"{plan.name}.log"
    log.unlink(missing_ok=True)
    with _empty(folder / WORK / plan.name) as work:
        context = work / "context"
        context.mkdir()
        stage(plan.files, context)
        request = BuildRequest(
            name=plan.name,
            reference=plan.image.reference,
            context=context,
            archive=work / "image.tar",
        )
        told = Logged(log=log, say=lambda step: say(f"{plan.name}: {step}"))
        if code := builder.build(request, told):
            raise BuildFailed(plan.name, code, log)
        request.archive.replace(plan.image.archive)
    size = plan.image.archive.stat().st_size / MEGABYTE
    say(f"{plan.name}: built in {duration(time.monotonic() - started)}, {size:.0f} MB")


def _forget_older(name: str, current: Path) -> None:
    """Keep the archive in use and the newest other one."""
    current.touch()
    pattern = f"{name}-{'[0-9a-f]' * len(current.stem.rpartition('-')[2])}.tar"
    others = sorted(current.parent.glob(pattern), key=lambda path: path.stat().st_mtime)
    for old in others[:-KEPT]:
        old.unlink()


def _selected(names: Sequence[str]) -> list[ImageSpec]:
    known = {spec.name: spec for spec in CATALOGUE}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UnknownImage(unknown, list(known))
    return [spec for spec in CATALOGUE if not names or spec.name in names]


@contextmanager
def _empty(folder: Path) -> Iterator[Path]:
    """A folder that is empty at first and gone at last."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _alone(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another run that builds images in this cache")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
