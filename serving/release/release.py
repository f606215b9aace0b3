"""From a registered version to an image that may serve: gate, compile, image, reference."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from slipway.serving.package import Engine, Task, package_model, read_manifest
from slipway.serving.release.compile.compile import compile_package
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.evidence import store_compilation, store_verdict
from slipway.serving.release.gate.gate import Contender, evaluate
from slipway.serving.release.gate.held_out import ARTIFACT, HeldOut, read_held_out
from slipway.serving.release.gate.rules import GateRules
from slipway.serving.release.gate.scorer import PackagedModel
from slipway.serving.release.gate.verdict import GateRefusedError, Verdict
from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.build import push_model_image
from slipway.serving.release.image.config import ModelIdentity
from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.object_writer import ObjectWriter
from slipway.serving.release.progress import Progress
from slipway.serving.release.reference import BUCKET, reference_key, write_reference
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import ModelRegistry
from slipway.serving.release.registry.rejection import lift, refuse_rejected
from slipway.serving.release.runtime_source import RuntimeSource, open_base


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """The places that a release reads from and writes to."""

    registry: ModelRegistry
    images: ImageRegistry
    address: RegistryAddress
    """Where in the registry the platform's images lie: a model's image lies among them."""
    runtimes: Mapping[Engine, RuntimeSource]
    objects: ObjectWriter
    progress: Progress
    rules: GateRules = field(default_factory=GateRules)
    compiles: bool = True
    """Whether a model is compiled where its answers stay the same."""


@dataclass(frozen=True, kw_only=True)
class ReleasedImage:
    """A version that passed, and the image that serves it."""

    version: ModelVersion
    image: ImageReference
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class _Package:
    folder: Path
    contender: Contender


def release(
    workshop: Workshop,
    version: ModelVersion,
    *,
    champion: ModelVersion | None,
    force_reason: str | None = None,
) -> ReleasedImage:
    """Takes a version through the gate and makes its image; nothing that serves is touched.

    Raises:
        RejectedVersionError: It was rolled back and nobody says why it may come back.
        GateRefusedError: The gate turned it down and nobody overrides it.
    """
    if force_reason is None:
        refuse_rejected(version)
    with tempfile.TemporaryDirectory(prefix="slipway-release-") as work:
        folder = Path(work)
        candidate = _package(workshop, version, folder / "candidate")
        held_out = _held_out(workshop, version, folder)
        verdict = _judge(workshop, candidate, champion, held_out, folder)
        store_verdict(
            workshop.registry,
            version,
            verdict,
            override=force_reason,
            progress=workshop.progress,
        )
        if not verdict.accepted and force_reason is None:
            raise GateRefusedError(verdict)
        if force_reason is not None:
            lift(workshop.registry, version, force_reason)
        package = _compiled(workshop, version, candidate, held_out, folder)
        image = _push(workshop, version, package)
        if held_out is not None and not held_out.absent(candidate.contender.manifest.signature):
            _store_reference(workshop, version, candidate, held_out, folder)
    workshop.registry.set_tag(version, tags.DIGEST, str(image.digest))
    return ReleasedImage(version=version, image=image, verdict=verdict)


def _package(workshop: Workshop, version: ModelVersion, folder: Path) -> _Package:
    workshop.progress(f"packaging {version}")
    downloads = folder / "downloaded"
    downloads.mkdir(parents=True)
    source = workshop.registry.download_model(version, downloads)
    package = folder / "package"
    manifest = package_model(
        source,
        package,
        name=version.name,
        version=str(version.number),
        task=_said_task(version),
        source_run_id=version.run_id or None,
    )
    contender = Contender(
        version=version.number, manifest=manifest, model=PackagedModel(package, manifest)
    )
    return _Package(folder=package, contender=contender)


def _said_task(version: ModelVersion) -> Task | None:
    said = version.tags.get(tags.TASK)
    if said is None:
        return None
    if said not in set(Task):
        raise ReleaseError(
            f"tag {tags.TASK} of {version}",
            got=repr(said),
            expected=", ".join(Task),
            remedy="Correct the tag in the registry.",
        )
    return Task(said)


def _held_out(workshop: Workshop, version: ModelVersion, folder: Path) -> HeldOut | None:
    path = workshop.registry.download_artifact(version, ARTIFACT, folder)
    return None if path is None else read_held_out(path)


def _judge(
    workshop: Workshop,
    candidate: _Package,
    champion: ModelVersion | None,
    held_out: HeldOut | None,
    folder: Path,
) -> Verdict:
    holder = None if champion is None else _package(workshop, champion, folder / "champion")
    rows = 0 if held_out is None else held_out.rows
    workshop.progress(f"gate: {rows} held-out rows, against {champion or 'a trivial answer'}")
    verdict = evaluate(
        candidate=candidate.contender,
        champion=None if holder is None else holder.contender,
        held_out=held_out,
        rules=workshop.rules,
    )
    for each in verdict.criteria:
        workshop.progress(f"  {'passed' if each.passed else 'FAILED'}  {each.sentence}")
    return verdict


def _compiled(
    workshop: Workshop,
    version: ModelVersion,
    candidate: _Package,
    held_out: HeldOut | None,
    folder: Path,
) -> Path:
    """The folder that the image will carry, and the evidence for it."""
    if not workshop.compiles:
        return candidate.folder
    workshop.progress(f"compiling {version}")
    usable = held_out is not None and not held_out.absent(candidate.contender.manifest.signature)
    rows = held_out.frame if held_out is not None and usable else None
    made = compile_package(candidate.folder, rows, folder / "compiled")
    workshop.progress(f"  {made.compilation.engine}: {made.compilation.reason}")
    store_compilation(workshop.registry, version, made.compilation, progress=workshop.progress)
    return made.package


def _push(workshop: Workshop, version: ModelVersion, package: Path) -> ImageReference:
    workshop.progress(f"building the image of {version}")
    address, images = workshop.address, workshop.images
    engine = read_manifest(package).engine
    with open_base(engine, workshop.runtimes[engine], images, address, workshop.progress) as base:
        image = push_model_image(
            base=base,
            package=package,
            model=ModelIdentity(name=version.name, version=version.number, run_id=version.run_id),
            repository=address.repository(images, version.name),
            progress=workshop.progress,
        )
    workshop.progress(f"pushed {image}")
    return image


def _store_reference(
    workshop: Workshop,
    version: ModelVersion,
    candidate: _Package,
    held_out: HeldOut,
    folder: Path,
) -> None:
    path = folder / "reference.parquet"
    scored = candidate.contender.model.score(held_out.frame)
    write_reference(held_out, scored, candidate.contender.manifest.signature, path)
    address = workshop.objects.put(BUCKET, reference_key(version.name, version.number), path)
    workshop.progress(f"stored the monitor's reference at {address}")
