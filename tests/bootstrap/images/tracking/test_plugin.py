"""SQLAlchemy finds the plugin as the image ships it, and every engine of a process uses it."""

import os
import subprocess
import sys
from pathlib import Path

IMAGE = Path(__file__).parents[4] / "bootstrap" / "images" / "tracking"
PROGRAM = """
import contextlib, psycopg2
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

def refuse(*words, **parameters):
    print(parameters["password"])
    raise psycopg2.OperationalError("the network is gone")

psycopg2.connect = refuse
first = create_engine("postgresql+psycopg2://mlflow@db/mlflow?plugin=slipway_credentials")
# As MLflow's migrations do: an engine from what another one says its URL is.
second = create_engine(first.url.render_as_string(hide_password=False))
assert "plugin" not in str(second.url)
for engine in (first, second):
    with contextlib.suppress(OperationalError):
        engine.connect()
"""


def run(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(IMAGE), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_engines_made_from_the_url_of_another_fetch_their_password_too(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from-the-file", encoding="utf-8")
    done = run({"SLIPWAY_PASSWORD_SOURCE": "secret", "SLIPWAY_PASSWORD_FOLDER": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["from-the-file", "from-the-file"]


def test_a_pod_without_settings_fails_by_name_before_its_first_connection() -> None:
    done = run({})
    assert done.returncode != 0
    assert "SLIPWAY_PASSWORD_SOURCE: got nothing; expected one of" in done.stderr
