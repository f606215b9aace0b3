"""Releases against a real registry and MLflow, up to the image."""

import dataclasses
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from slipway.serving.package import Engine, read_manifest
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.gate.verdict import GateRefusedError
from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.manifest import Manifest
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.mlflow_registry import connect
from slipway.serving.release.registry.rejection import RejectedVersionError, reject
from slipway.serving.release.release import ReleasedImage, Workshop, release
from slipway.serving.release.runtime_source import RUNTIMES
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.object_stores import FolderStore
from tests.serving.release.support.tracking import BETTER, BLIND, GOOD, MODEL, WORSE, Tracking

# MLflow and what it stands on warn of their own code.
pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def workshop(tracking: Tracking, registry_address: str, tmp_path: Path) -> Iterator[Workshop]:
    runtimes = {
        engine: docker_archive(
            tmp_path / f"{name}.tar", [layer_tar({"opt/engine": engine.encode()})]
        )
        for engine, name in RUNTIMES.items()
    }
    with ImageRegistry(registry_address) as images:
        yield Workshop(
            registry=connect(tracking.uri),
            images=images,
            address=RegistryAddress(host=registry_address, prefix="team"),
            runtimes=runtimes,
            objects=FolderStore(folder=tmp_path / "objects"),
            progress=lambda _line: None,
        )


def _release(
    workshop: Workshop, version: int, champion: int | None, force: str | None = None
) -> ReleasedImage:
    holder = None if champion is None else workshop.registry.version(MODEL, champion)
    candidate = workshop.registry.version(MODEL, version)
    return release(workshop, candidate, champion=holder, force_reason=force)


def _tags(workshop: Workshop, version: int) -> dict[str, str]:
    return dict(workshop.registry.version(MODEL, version).tags)


def test_a_first_release_leaves_an_image_its_digest_and_the_evidence(workshop: Workshop) -> None:
    released = _release(workshop, GOOD, champion=None)
    found = _tags(workshop, GOOD)
    assert found[tags.GATE] == "accepted"
    assert found[tags.DIGEST] == released.image.digest
    evidence = json.loads(found[tags.EVIDENCE])
    assert evidence["comparison"]["against"] == "a coin"
    assert evidence["comparison"]["low"] > 0.2


def test_the_evidence_lies_on_the_run_too(workshop: Workshop, tmp_path: Path) -> None:
    _release(workshop, GOOD, champion=None)
    version = workshop.registry.version(MODEL, GOOD)
    path = workshop.registry.download_artifact(
        version, "gate/version-1-against-none.json", tmp_path
    )
    assert path is not None
    assert path.read_text() == version.tags[tags.EVIDENCE]


def test_the_image_holds_the_packaged_model_of_that_version(
    workshop: Workshop, tmp_path: Path
) -> None:
    released = _release(workshop, GOOD, champion=None)
    repository = workshop.address.repository(workshop.images, MODEL)
    manifest = Manifest.parse("x", repository.get(released.image))
    blob = repository.get_blob(manifest.layers[-1], tmp_path)
    with tarfile.open(blob.path, "r:gz") as layer:
        layer.extractall(tmp_path, filter="data")
    found = read_manifest(tmp_path / "opt" / "model")
    assert (found.name, found.version) == (MODEL, str(GOOD))
    assert found.engine is Engine.ONNX
    assert found.source_run_id == workshop.registry.version(MODEL, GOOD).run_id


def test_the_image_holds_the_graph_and_the_version_says_why(
    workshop: Workshop, tmp_path: Path
) -> None:
    _release(workshop, GOOD, champion=None)
    assert _tags(workshop, GOOD)[tags.ENGINE] == "onnx"
    version = workshop.registry.version(MODEL, GOOD)
    path = workshop.registry.download_artifact(version, "compile/version-1.json", tmp_path)
    assert path is not None
    evidence = json.loads(path.read_text())
    assert evidence["reason"].startswith("double: the same answers on 400 held-out rows")
    assert evidence["attempts"][-1]["differentLabels"] == 0


def test_a_model_is_left_in_its_flavour_on_request(workshop: Workshop) -> None:
    compiled = _release(workshop, GOOD, champion=None).image
    as_it_is = dataclasses.replace(workshop, compiles=False)
    assert _release(as_it_is, GOOD, champion=None).image != compiled


def test_releasing_the_same_version_again_gives_the_same_digest(workshop: Workshop) -> None:
    first = _release(workshop, GOOD, champion=None)
    # Beside the platform's images: clouds make a repository of that name before the first push.
    assert first.image.repository == f"team/slipway/{MODEL}"
    assert _release(workshop, GOOD, champion=GOOD).image == first.image


def test_the_monitors_reference_has_the_rows_with_what_the_model_said(
    workshop: Workshop, tmp_path: Path
) -> None:
    _release(workshop, GOOD, champion=None)
    path = tmp_path / "objects" / "monitoring" / MODEL / "v1" / "reference.parquet"
    frame = pd.read_parquet(path)
    assert list(frame.columns) == ["income", "age", "debt", "prediction", "score", "label"]
    assert len(frame) == 400
    assert ((frame["score"] > 0.5).astype(int) == frame["prediction"]).all()


def test_a_better_version_replaces_the_champion_and_a_worse_one_does_not(
    workshop: Workshop,
) -> None:
    assert _release(workshop, BETTER, champion=GOOD).verdict.accepted
    with pytest.raises(GateRefusedError, match=r"gate, car-loan version 2: got roc_auc 0\.\d+"):
        _release(workshop, WORSE, champion=GOOD)
    found = _tags(workshop, WORSE)
    assert found[tags.GATE] == "refused"
    assert json.loads(found[tags.EVIDENCE])["comparison"]["gain"] < 0
    assert tags.DIGEST not in found


def test_a_refused_version_goes_live_only_with_a_reason_that_is_kept(workshop: Workshop) -> None:
    released = _release(workshop, WORSE, champion=GOOD, force="the champion leaks a column")
    found = _tags(workshop, WORSE)
    assert found[tags.GATE] == "overridden"
    assert found[tags.OVERRIDE] == "the champion leaks a column"
    assert found[tags.DIGEST] == released.image.digest


def test_a_version_without_held_out_rows_is_refused(workshop: Workshop) -> None:
    with pytest.raises(GateRefusedError, match=r"got no evaluation/held_out\.parquet"):
        _release(workshop, BLIND, champion=None)


def test_a_rejected_version_comes_back_only_with_a_reason(workshop: Workshop) -> None:
    reject(workshop.registry, workshop.registry.version(MODEL, BETTER), "slow")
    with pytest.raises(RejectedVersionError, match=r"got a rejected version \(slow\)"):
        _release(workshop, BETTER, champion=GOOD)
    _release(workshop, BETTER, champion=GOOD, force="the node was slow, not the model")
    found = _tags(workshop, BETTER)
    assert tags.REJECTED not in found
    assert found[tags.GATE] == "accepted"


def test_a_task_that_does_not_exist_is_refused_with_those_that_do(workshop: Workshop) -> None:
    workshop.registry.set_tag(workshop.registry.version(MODEL, GOOD), tags.TASK, "ranking")
    with pytest.raises(ReleaseError, match=r"got 'ranking'; expected binary, multiclass"):
        _release(workshop, GOOD, champion=None)
