"""Rotated passwords reach a running server, and clients get in before, during and after.

psql is a stand-in that keeps each role's password in a file; what PostgreSQL makes of it is tested
on the live platform.
"""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.shell_bench import SCRIPTS, Bench

NAMES = ("superuser", "owner", "observer")
SERVER = """
for word in "$@"; do case $word in
  --username=*) user="${word#*=}";; --set=role=*) role="${word##*=}";;
esac; done
if [ -n "${FILE:-}" ]; then
  cat > /dev/null; cat "$FILE" > "$ROLES/$role.part"; mv "$ROLES/$role.part" "$ROLES/$role"
elif [ "$(cat "$PGPASSFILE")" != "*:*:*:*:$(cat "$ROLES/$user")" ]; then
  echo "FATAL:  password authentication failed for user \\"$user\\"" >&2; exit 2
fi
"""


class Server(Bench):
    """A bench whose psql talks to a server that keeps its roles in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.roles = folder / "roles"
        self.roles.mkdir()
        self.stand_in("psql", SERVER)
        self.stand_in("pg_isready")
        self.environment |= {
            "ROLES": str(self.roles),
            "OWNER": "mlflow",
            "PGHOST": "127.0.0.1",
            "PGUSER": "mlflow",
            "SOCKET": str(folder),
            "OBSERVER_PASSFILE": str(folder / "passfile"),
        }
        self.write("one", "one")
        (self.roles / "mlflow").write_text("owner-one", encoding="utf-8")

    def write(self, current: str, previous: str) -> None:
        for name in NAMES:
            self.password(f"{name}.previous", f"{name}-{previous}")
            self.password(name, f"{name}-{current}")

    def two_rounds(self) -> None:
        """Waits until the keeper has looked at everything once more."""
        for _ in range(2):
            before = self.alive()
            until(lambda: self.alive() != before)  # noqa: B023 -- called before the next round

    def alive(self) -> int:
        return (self.folder / "keep" / "alive").stat().st_mtime_ns

    def role(self, name: str) -> str:
        path = self.roles / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


Keep = Callable[[int], "subprocess.Popen[str]"]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


@pytest.fixture
def keep(server: Server) -> Iterator[Keep]:
    """Starts the keeper with an overlap in seconds; ends it with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(overlap: int) -> "subprocess.Popen[str]":
        child = subprocess.Popen(
            ["sh", str(SCRIPTS / "keep_passwords.sh")],
            env={**server.environment, "OVERLAP": str(overlap)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.terminate()
        child.communicate(timeout=30)


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end, "the keeper did nothing"
        time.sleep(0.05)


def line(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None
    return child.stdout.readline()


def test_the_owners_previous_password_goes_on_for_the_overlap(server: Server, keep: Keep) -> None:
    child = keep(1000)
    assert line(child) == "the passwords are what the secret says\n"
    server.write("two", "one")
    assert line(child) == "new passwords: the owner's is set in 1000 seconds\n"
    server.two_rounds()
    assert server.role("mlflow") == "owner-one"
    # Their clients are in the same pod, or persons.
    assert server.role("postgres") == "superuser-two"
    assert server.role("observer") == "observer-two"
    assert (server.folder / "passfile").read_text(encoding="utf-8") == "*:*:*:*:observer-two\n"


def test_after_the_overlap_the_new_password_is_set(server: Server, keep: Keep) -> None:
    child = keep(1)
    line(child)
    server.write("two", "one")
    assert "is set in 1 seconds" in line(child)
    assert line(child) == "the passwords are what the secret says\n"
    assert server.role("mlflow") == "owner-two"


def test_where_even_the_previous_password_is_wrong_nobody_waits(server: Server, keep: Keep) -> None:
    child = keep(1000)
    line(child)
    server.write("three", "two")
    assert line(child) == "the passwords are what the secret says\n"
    assert server.role("mlflow") == "owner-three"


def test_a_server_that_does_not_answer_gets_its_passwords_later(server: Server, keep: Keep) -> None:
    server.stand_in("pg_isready", "exit 2")
    child = keep(0)
    until(lambda: len(server.calls) > 2)
    assert server.role("observer") == ""
    server.stand_in("pg_isready")
    assert line(child) == "the passwords are what the secret says\n"


def test_a_failing_statement_is_tried_again(server: Server, keep: Keep) -> None:
    server.stand_in("psql", "cat > /dev/null; exit 3")
    child = keep(0)
    until(lambda: sum(call.startswith("psql") for call in server.calls) > 2)
    server.stand_in("psql", SERVER)
    assert line(child) == "the passwords are what the secret says\n"


def test_no_password_is_on_a_command_line_or_left_where_other_containers_look(
    server: Server, keep: Keep
) -> None:
    child = keep(1)
    line(child)
    server.write("two", "one")
    line(child)
    line(child)
    allowed = {server.folder / "passfile", *server.roles.iterdir()}
    assert set(server.texts_with(NAMES_AND_GENERATIONS)) <= allowed
    assert len(server.calls) > 8


NAMES_AND_GENERATIONS = tuple(f"{name}-{word}" for name in NAMES for word in ("one", "two"))


def test_it_ends_at_once_when_its_pod_ends(keep: Keep) -> None:
    child = keep(0)
    line(child)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=20) == 0


@pytest.mark.parametrize("taken", ["owner-two", "owner-one"], ids=["current", "previous"])
def test_a_backup_logs_in_with_the_password_that_the_server_takes(
    server: Server, taken: str
) -> None:
    server.write("two", "one")
    (server.roles / "mlflow").write_text(taken, encoding="utf-8")
    server.stand_in(
        "pg_dump", 'echo "used $(cat "$PGPASSFILE")" >> "$CALLS"; touch "$DUMPS/a.dump"'
    )
    server.stand_in("pg_restore")
    server.environment |= {"DATABASES": "a", "DUMPS": str(server.folder)}
    done = server.run("dump_databases.sh")
    assert done.returncode == 0, done.stderr
    assert f"used *:*:*:*:{taken}" in server.calls
    # The container with the store's keys is in the same pod.
    assert not (server.folder / "login").exists()


def test_a_backup_with_two_wrong_passwords_fails_by_name(server: Server) -> None:
    server.write("three", "two")
    server.environment |= {"DATABASES": "a", "DUMPS": str(server.folder), "ATTEMPTS": "2"}
    done = server.run("dump_databases.sh")
    assert done.returncode == 1
    assert "lets mlflow in with neither password" in done.stderr


def test_a_password_may_hold_what_its_file_format_treats_as_special(server: Server) -> None:
    server.password("owner", r"a:b\c")
    server.password("observer", r"a:b\c")
    done = subprocess.run(
        ["sh", "-c", f'. {SCRIPTS}/passwords.sh; write_passfile "$SCRATCH/file" observer'],
        env=server.environment,
        check=False,
    )
    assert done.returncode == 0
    assert (server.folder / "file").read_text(encoding="utf-8") == "*:*:*:*:a\\:b\\\\c\n"
