"""The alert rules, judged by Prometheus' own tool on made-up series."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from slipway.components.kubernetes.scraping import prometheus_settings, rule_files
from tests.support.nouns import WATCHED

CASES = Path(__file__).parent / "rules"
FILES = rule_files([WATCHED])
pytestmark = pytest.mark.engine


def promtool(*words: str, where: Path) -> str:
    tool = shutil.which("promtool")
    assert tool, "promtool isn't on PATH: `make up` puts it into the tools folder"
    done = subprocess.run(
        [tool, *words], cwd=where, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_rule_file_is_valid(folder: Path, name: str) -> None:
    assert "SUCCESS" in promtool("check", "rules", name, where=folder)


def test_the_configuration_of_prometheus_is_valid(folder: Path) -> None:
    text = prometheus_settings([WATCHED]).replace("/etc/prometheus/rules", str(folder))
    (folder / "prometheus.yml").write_text(text, encoding="utf-8")
    assert "SUCCESS" in promtool("check", "config", "prometheus.yml", where=folder)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda case: case.stem)
def test_alerts_fire_when_they_should_and_not_before(folder: Path, case: Path) -> None:
    shutil.copy(case, folder / "case.yaml")
    assert "SUCCESS" in promtool("test", "rules", "case.yaml", where=folder)


def test_every_alert_has_a_case() -> None:
    alerts = {rule["alert"] for rule in _rules() if "alert" in rule}
    cases = "".join(case.read_text(encoding="utf-8") for case in CASES.glob("*.yaml"))
    assert {alert for alert in alerts if alert not in cases} == set()


def test_every_alert_says_how_bad_it_is_what_happened_and_what_to_do() -> None:
    lacking = [
        rule["alert"]
        for rule in _rules()
        if "alert" in rule
        and (
            rule["labels"].get("severity") not in {"critical", "warning"}
            or not rule["annotations"].get("summary")
            or not rule["annotations"].get("runbook")
        )
    ]
    assert lacking == []


def test_a_wrong_rule_would_be_found(folder: Path) -> None:
    broken = json.dumps({"groups": [{"name": "x", "rules": [{"alert": "X", "expr": "rate("}]}]})
    (folder / "broken.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(AssertionError, match="FAILED"):
        promtool("check", "rules", "broken.yaml", where=folder)


def _rules() -> list[dict[str, Any]]:
    return [
        rule
        for text in FILES.values()
        for group in yaml.safe_load(text)["groups"]
        for rule in group["rules"]
    ]
