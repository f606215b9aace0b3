import json

import pytest

from slipway.serving.release.errors import MalformedDocumentError
from slipway.serving.release.image.blob import Descriptor
from slipway.serving.release.image.manifest import (
    CONFIG,
    LAYER,
    MANIFEST,
    Manifest,
    ManifestKindError,
)

LAYER_DIGEST = "sha256:" + "b" * 64
CONFIG_DIGEST = "sha256:" + "c" * 64


def _document(kind: str, config: str, layer: str) -> bytes:
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": kind,
            "config": {"mediaType": config, "size": 7, "digest": CONFIG_DIGEST},
            "layers": [{"mediaType": layer, "size": 9, "digest": LAYER_DIGEST}],
        }
    ).encode()


def test_the_media_types_are_dockers_schema_2() -> None:
    manifest = Manifest(
        config=Descriptor(media_type=CONFIG, size=7, digest=CONFIG_DIGEST),
        layers=(Descriptor(media_type=LAYER, size=9, digest=LAYER_DIGEST),),
    )
    assert json.loads(manifest.encode()) == json.loads(
        _document(
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.container.image.v1+json",
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
        )
    )


def test_an_oci_manifest_becomes_dockers() -> None:
    content = _document(
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.config.v1+json",
        "application/vnd.oci.image.layer.v1.tar+gzip",
    )
    manifest = Manifest.parse("x", content)
    assert manifest.config.media_type == CONFIG
    assert manifest.layers[0].media_type == LAYER


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ],
)
def test_an_index_of_platforms_is_refused(kind: str) -> None:
    content = json.dumps({"mediaType": kind, "manifests": []}).encode()
    with pytest.raises(ManifestKindError, match="expected an image of one platform"):
        Manifest.parse("runtime", content)


def test_a_layer_in_another_compression_is_refused() -> None:
    zstd = "application/vnd.oci.image.layer.v1.tar+zstd"
    with pytest.raises(ManifestKindError, match="zstd"):
        Manifest.parse("runtime", _document(MANIFEST, CONFIG, zstd))


def test_a_cut_manifest_is_refused_with_its_place() -> None:
    content = json.dumps({"mediaType": MANIFEST, "config": {"size": 1}}).encode()
    with pytest.raises(MalformedDocumentError, match=r"manifest of x\.config\.mediaType"):
        Manifest.parse("x", content)
