import ast
import re
from pathlib import Path

import pytest

from bootstrap.image_builder.catalogue import CATALOGUE, DEBIAN, Binary, Copy, ImageSpec
from bootstrap.image_builder.context import DOCKERFILES, Origins, context_of
from bootstrap.tools.catalogue import tools_for
from tests.bootstrap.images.workbench import STATIC

REPOSITORY = Path(__file__).resolve().parents[3]
PYTHON = ("monitoring", "runtime", "runtime-onnx", "tracking")
by_name = pytest.mark.parametrize("spec", CATALOGUE, ids=lambda spec: spec.name)


def _text(name: str) -> str:
    return (REPOSITORY / DOCKERFILES / name / "Dockerfile").read_text()


def _instructions(name: str) -> list[tuple[str, str]]:
    joined = re.sub(r"^#.*\n", "", _text(name), flags=re.MULTILINE).replace("\\\n", " ")
    split = (line.split(maxsplit=1) for line in joined.splitlines() if line.strip())
    return [(word, " ".join(rest[0].split()) if rest else "") for word, *rest in split]


def _of(name: str, instruction: str) -> list[str]:
    return [rest for word, rest in _instructions(name) if word == instruction]


def _version(name: str) -> str:
    found = re.search(r'image\.version="([^"]+)"', _text(name))
    return found[1] if found else ""


def _context(spec: ImageSpec, tools: Path) -> dict[str, Path]:
    for item in spec.inputs:
        if isinstance(item, Binary):
            (tools / item.name).write_bytes(STATIC)
    origins = Origins(repository=REPOSITORY, tools=tools)
    return {file.destination: file.source for file in context_of(spec, origins)}


def test_every_folder_of_images_is_in_the_catalogue_and_the_other_way_round() -> None:
    folders = {path.parent.name for path in (REPOSITORY / DOCKERFILES).glob("*/Dockerfile")}
    assert folders == {spec.name for spec in CATALOGUE}


@by_name
def test_an_image_starts_from_its_pinned_base(spec: ImageSpec) -> None:
    assert _of(spec.name, "FROM") == [spec.base or "scratch"]
    assert spec.base in {None, DEBIAN}


@by_name
def test_an_image_runs_as_nobody_in_particular(spec: ImageSpec) -> None:
    words = [word for word, _ in _instructions(spec.name)]
    assert _of(spec.name, "USER") == ["65532:65532"]
    # After it nothing is written any more.
    assert set(words[words.index("USER") + 1 :]) <= {"ENTRYPOINT", "CMD"}


@by_name
def test_no_address_is_in_a_dockerfile(spec: ImageSpec) -> None:
    assert not re.search(r"https?://", _text(spec.name))


@by_name
def test_whatever_a_dockerfile_copies_is_in_its_context(spec: ImageSpec, tmp_path: Path) -> None:
    context = _context(spec, tmp_path)
    for copied in _of(spec.name, "COPY"):
        source = copied.split()[0]
        assert any(name == source or name.startswith(f"{source}/") for name in context), source


@by_name
def test_packages_come_hashed_or_from_the_distribution_without_extras(spec: ImageSpec) -> None:
    for command in _of(spec.name, "RUN"):
        assert command.count("pip install") == command.count("--require-hashes")
        assert command.count("apt-get install") == command.count("--no-install-recommends")


@by_name
def test_the_machines_settings_reach_a_build_as_secrets_only(spec: ImageSpec) -> None:
    for command in _of(spec.name, "RUN"):
        needed = []
        if "apt-get" in command:
            needed += ["id=apt.conf,target=/etc/apt/apt.conf", "id=sources.list", "id=ca.crt"]
        if "pip install" in command:
            needed += ["id=pip.conf,target=/etc/pip.conf", "id=ca.crt"]
        for secret in needed:
            assert f"--mount=type=secret,{secret}" in command


def test_the_python_images_share_the_layers_below_their_packages() -> None:
    heads = {name: _instructions(name)[:2] for name in PYTHON}
    assert all(head == heads["runtime"] for head in heads.values())
    assert heads["runtime"][1][0] == "RUN"


@pytest.mark.parametrize(
    ("image", "tool"),
    [
        ("coredns", "coredns"),
        ("metrics-server", "metrics-server"),
        ("registry", "registry"),
        ("object-store", "versitygw"),
        ("local-path-provisioner", "local-path-provisioner"),
    ],
)
def test_a_label_states_the_version_of_the_tool_inside(image: str, tool: str) -> None:
    versions = {known.name: known.version for known in tools_for("bare")}
    assert _version(image) == versions[tool]


def test_the_label_of_the_tracking_image_states_the_pinned_mlflow() -> None:
    pins = (REPOSITORY / "requirements/tracking.txt").read_text()
    assert f"\nmlflow=={_version('tracking')} " in pins


@pytest.mark.parametrize("image", ["runtime", "runtime-onnx", "monitoring"])
def test_the_label_of_our_own_code_states_the_packages_version(image: str) -> None:
    package = (REPOSITORY / "src/slipway/__init__.py").read_text()
    assert f'__version__ = "{_version(image)}"' in package


@pytest.mark.parametrize("name", ["runtime", "runtime-onnx", "monitoring"])
def test_an_image_holds_every_module_of_ours_that_its_code_imports(
    name: str, tmp_path: Path
) -> None:
    spec = next(spec for spec in CATALOGUE if spec.name == name)
    context = _context(spec, tmp_path)
    modules = {
        destination.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for destination in context
        if destination.endswith(".py")
    }
    missing = {
        f"{destination}: {wanted}"
        for destination, source in context.items()
        if destination.endswith(".py")
        for wanted in _imports(source)
        if wanted not in modules
    }
    assert not missing


def _imports(source: Path) -> set[str]:
    """The modules of ours that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {name for name in found if name.split(".")[0] == "slipway"}


@pytest.mark.parametrize("name", ["runtime", "runtime-onnx"])
def test_releasing_stays_out_of_a_runtime_image(name: str) -> None:
    runtime = next(spec for spec in CATALOGUE if spec.name == name)
    code = [item for item in runtime.inputs if isinstance(item, Copy) and item.source == "serving"]
    assert [item.without for item in code] == [("release",)]


@pytest.mark.parametrize("package", ["mlflow-skinny", "pandas", "scikit-learn", "scipy", "skops"])
def test_a_graph_is_served_without_what_trained_it(package: str) -> None:
    of_flavours = (REPOSITORY / "requirements/serving.txt").read_text()
    of_graphs = (REPOSITORY / "requirements/serving-onnx.txt").read_text()
    assert f"\n{package}==" in of_flavours
    assert f"\n{package}==" not in of_graphs
    assert "\nonnxruntime==" in of_graphs
