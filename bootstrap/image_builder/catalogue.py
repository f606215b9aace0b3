"""The images of the platform and what each is made of."""

from dataclasses import dataclass

DEBIAN = "debian:bookworm-slim"


@dataclass(frozen=True, kw_only=True)
class Binary:
    """A statically linked program among the tools; it lands in the context under its own name."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A file or folder of the repository and its place in the build context."""

    source: str
    destination: str
    without: tuple[str, ...] = ()
    """Folders directly below the source that stay out."""


@dataclass(frozen=True, kw_only=True)
class ImageSpec:
    """One image; `bootstrap/images/<name>/` holds its Dockerfile and files of its own."""

    name: str
    inputs: tuple[Binary | Copy, ...] = ()
    base: str | None = None
    """The image that it starts from; None is an empty one."""


def _program(name: str, binary: str | None = None, base: str | None = None) -> ImageSpec:
    return ImageSpec(name=name, inputs=(Binary(name=binary or name),), base=base)


def _python(name: str, requirements: str, *code: Copy) -> ImageSpec:
    locked = Copy(source=f"requirements/{requirements}.txt", destination="requirements.txt")
    return ImageSpec(name=name, inputs=(locked, *code), base=DEBIAN)


_PACKAGE = Copy(source="src/slipway/__init__.py", destination="slipway/__init__.py")
# Releasing is the operator's work; a served model has no business with it.
_SERVER = Copy(source="serving", destination="slipway/serving", without=("release",))

# The small ones first: a fault of the machine shows early.
CATALOGUE: tuple[ImageSpec, ...] = (
    _program("pause"),
    _program("coredns"),
    _program("metrics-server"),
    _program("registry"),
    _program("object-store", "versitygw"),
    _program("local-path-provisioner", base=DEBIAN),
    ImageSpec(name="observability", base=DEBIAN),
    ImageSpec(name="database", base=DEBIAN),
    _python(
        "monitoring",
        "monitoring",
        _PACKAGE,
        Copy(source="monitoring", destination="slipway/monitoring"),
    ),
    _python("runtime-onnx", "serving-onnx", _PACKAGE, _SERVER),
    _python("runtime", "serving", _PACKAGE, _SERVER),
    _python("tracking", "tracking"),
)
