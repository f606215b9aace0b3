"""Imports point down only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("stacks", "components", "serving", "monitoring", "bootstrap", "examples")

# What each folder may import of the others; the standard library and packages aren't listed.
ALLOWED = {
    "stacks": {"stacks", "components", "serving", "monitoring"},
    "components": {"components"},
    "serving": {"serving", "monitoring"},
    "monitoring": {"monitoring"},
    "bootstrap": {"bootstrap"},
    "examples": {"examples", "serving", "monitoring", "stacks"},
}
WITHOUT_PULUMI = ("serving", "monitoring")
NEVER_READS_PYDANTIC = ("components", "serving", "monitoring")


def imported_modules(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def folder_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "slipway":
        return parts[1] if len(parts) > 1 else None
    return parts[0] if parts[0] in FOLDERS else None


def faults(folder: str, source: str) -> list[str]:
    modules = imported_modules(source)
    wrong = [
        module
        for module in modules
        if (other := folder_of(module)) in FOLDERS and other not in ALLOWED[folder]
    ]
    if folder in WITHOUT_PULUMI:
        wrong += [module for module in modules if module.split(".")[0].startswith("pulumi")]
    if folder in NEVER_READS_PYDANTIC:
        wrong += [module for module in modules if module.split(".")[0] == "pydantic"]
    return sorted(wrong)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_what_lies_below_it(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files, f"{folder} has no Python files"
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in files
        if (wrong := faults(folder, path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_only_the_server_shim_uses_plain_import_names() -> None:
    plain = [
        str(path.relative_to(ROOT))
        for folder in ("stacks", "components", "serving", "monitoring")
        for path in (ROOT / folder).rglob("*.py")
        if any(m.split(".")[0] in FOLDERS[:4] for m in imported_modules(path.read_text()))
    ]
    assert plain == []


@pytest.mark.parametrize(
    ("folder", "line"),
    [
        ("components", "from slipway.stacks.config import loader"),
        ("serving", "import pulumi"),
        ("serving", "from slipway import components"),
        ("monitoring", "import pulumi_kubernetes.core.v1"),
        ("monitoring", "from slipway.serving import server"),
        ("components", "from pydantic import BaseModel"),
    ],
)
def test_the_rule_finds_an_import_that_points_up(folder: str, line: str) -> None:
    assert faults(folder, line)
