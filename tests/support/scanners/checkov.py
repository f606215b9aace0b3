"""Checkov in an environment of its own, apart from the product's packages and offline.

Its pins: `uv pip compile tests/support/scanners/requirements.in --generate-hashes
--no-emit-index-url --no-annotate --python-version 3.11`.
"""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bootstrap.places import find_places

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What the scanner made of one file."""

    resources: int
    passed: frozenset[tuple[str, str]]
    """Check and resource."""
    failed: frozenset[tuple[str, str]]


def scan(file: Path, framework: str) -> Scan:
    """Runs every check of a framework (`terraform_plan` or `arm`) over one exported plan."""
    result = subprocess.run(
        [
            str(_environment() / "bin" / "checkov"),
            *("--file", str(file), "--framework", framework, "--output", "json", "--compact"),
            *("--skip-download", "--soft-fail"),
        ],
        # An unknown value counts as given: only a deployment tells it.
        env={**_without_credentials(), "EVAL_TF_PLAN_AFTER_UNKNOWN": "true"},
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return _read(result.stdout)


def _read(text: str) -> Scan:
    document = json.loads(text)
    results = document.get("results")
    assert results is not None, f"the scanner read nothing: {text}"
    assert not results["parsing_errors"]
    return Scan(
        resources=document["summary"]["resource_count"],
        passed=_pairs(results["passed_checks"]),
        failed=_pairs(results["failed_checks"]),
    )


def _pairs(records: list[dict[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset((one["check_id"], one["resource"]) for one in records)


def _environment() -> Path:
    """The virtual environment in the tool cache, made once per set of pins."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = find_places().tools / f"checkov-{digest}"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run(
            [
                str(folder / "bin" / "python"),
                *("-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(REQUIREMENTS)),
            ],
            check=True,
        )
        (folder / "ready").touch()
    return folder


def _without_credentials() -> dict[str, str]:
    """No key of the scanner's vendor: nothing is sent, and no severity comes back."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("BC_", "CKV_"))}
