"""The database's shell scripts, run with stand-ins that note how they were called.

What PostgreSQL itself makes of these calls is tested on the live platform.
"""

from pathlib import Path

import pytest

from tests.support.shell_bench import Bench

PASSWORDS = {"superuser": "superuser-word", "owner": "owner-word", "observer": "observer-word"}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def server(bench: Bench) -> Bench:
    bench.stand_in("initdb", 'mkdir -p "$PGDATA"; echo 15 > "$PGDATA/PG_VERSION"')
    bench.stand_in("pg_ctl")
    bench.stand_in("psql", 'cat >> "$CALLS.sql"')
    for name, word in PASSWORDS.items():
        bench.password(name, word)
    bench.environment |= {
        "PGDATA": str(bench.folder / "pgdata"),
        "OWNER": "mlflow",
        "OBSERVER_PASSFILE": str(bench.folder / "passfile"),
        "DATABASES": "mlflow mlflow_auth",
    }
    return bench


def test_the_data_folder_is_made_once_and_the_passwords_are_set_every_time(server: Bench) -> None:
    for _ in range(2):
        assert server.run("prepare_database.sh").returncode == 0
    programs = [call.split()[0] for call in server.calls]
    assert programs.count("initdb") == 1
    assert programs.count("pg_ctl") == 4  # started and stopped, twice
    assert programs[-1] == "pg_ctl"
    assert (server.folder / "pgdata").stat().st_mode & 0o777 == 0o700


def test_a_first_attempt_that_was_cut_short_is_begun_again(server: Bench) -> None:
    (server.folder / "pgdata").mkdir()
    (server.folder / "pgdata" / "half").touch()
    assert server.run("prepare_database.sh").returncode == 0
    assert not (server.folder / "pgdata" / "half").exists()


def test_the_only_copy_of_a_password_is_the_observers_for_itself(server: Bench) -> None:
    assert server.run("prepare_database.sh").returncode == 0
    passfile = server.folder / "passfile"
    assert passfile.read_text(encoding="utf-8") == "*:*:*:*:observer-word\n"
    assert passfile.stat().st_mode & 0o777 == 0o600
    assert server.texts_with(tuple(PASSWORDS.values())) == [passfile]


@pytest.mark.parametrize("name", PASSWORDS)
def test_a_missing_password_is_named_before_anything_is_touched(server: Bench, name: str) -> None:
    (server.passwords / name).unlink()
    done = server.run("prepare_database.sh")
    assert done.returncode == 1
    assert f"{name}: not there or empty" in done.stderr
    assert server.calls == []


def test_the_server_listens_to_nobody_while_it_trusts_everybody(server: Bench) -> None:
    assert server.run("prepare_database.sh").returncode == 0
    [start] = [call for call in server.calls if call.startswith("pg_ctl") and "start" in call]
    assert "-c listen_addresses=''" in start
    assert (server.folder / "prepare").stat().st_mode & 0o777 == 0o700


def test_a_failing_statement_fails_the_preparation_and_stops_the_server(server: Bench) -> None:
    server.stand_in("psql", "exit 3")
    assert server.run("prepare_database.sh").returncode != 0
    assert "stop" in server.calls[-1]


@pytest.mark.parametrize("missing", ["PGDATA", "PASSWORDS", "DATABASES"])
def test_a_missing_setting_is_named_before_anything_is_touched(server: Bench, missing: str) -> None:
    del server.environment[missing]
    done = server.run("prepare_database.sh")
    assert done.returncode != 0
    assert missing in done.stderr
    assert server.calls == []


@pytest.fixture
def client(bench: Bench) -> Bench:
    bench.environment |= {
        "DATABASES": "mlflow mlflow_auth",
        "DATA_TABLES": "runs",
        "DUMPS": str(bench.folder),
        "PGHOST": "database",
        "PGUSER": "mlflow",
    }
    bench.password("owner", PASSWORDS["owner"])
    bench.stand_in("psql")
    bench.stand_in("pg_restore")
    return bench


def test_a_dump_that_cannot_be_listed_fails_the_backup(client: Bench) -> None:
    client.stand_in(
        "pg_dump",
        'for word in "$@"; do case $word in --file=*) touch "${word#--file=}";; esac; done',
    )
    assert client.run("dump_databases.sh").returncode == 0
    client.stand_in("pg_restore", "exit 1")
    assert client.run("dump_databases.sh").returncode == 1


@pytest.mark.parametrize(
    ("answer", "restored"),
    [("echo f", 2), ('case "$*" in *regclass*) echo t;; *) echo f;; esac', 2), ("echo t", 0)],
    ids=["no tables", "empty tables", "rows"],
)
def test_only_databases_without_rows_are_restored(
    client: Bench, answer: str, restored: int
) -> None:
    for name in ("mlflow", "mlflow_auth"):
        (client.folder / f"{name}.dump").write_bytes(b"dump")
    client.stand_in("psql", answer)
    done = client.run("restore_databases.sh")
    assert (done.returncode == 0) == bool(restored)
    assert sum(call.startswith("pg_restore") for call in client.calls) == restored
    if not restored:
        assert "expected an empty database" in done.stderr
        assert not any("DROP" in call for call in client.calls)


def test_a_missing_dump_is_found_before_the_first_database_is_touched(client: Bench) -> None:
    (client.folder / "mlflow.dump").write_bytes(b"dump")
    client.stand_in("psql", "echo f")
    done = client.run("restore_databases.sh")
    assert done.returncode == 1
    assert "mlflow_auth.dump: not there; nothing was changed" in done.stderr
    assert not any("DROP" in call for call in client.calls)
