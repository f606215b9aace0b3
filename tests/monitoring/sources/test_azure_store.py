"""The store over any file system of pyarrow, and over Azure's own emulator."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyarrow.fs import AzureFileSystem, FileSystem, LocalFileSystem, SubTreeFileSystem

from slipway.monitoring.errors import WrongValueError
from slipway.monitoring.sources.azure_store import AzureStore
from slipway.monitoring.sources.files import FileSource
from slipway.monitoring.sources.store import store_at
from tests.support.azurite import ACCOUNT, KEY, running_azurite

URL = "abfss://logs@account.dfs.core.windows.net/car-loan"
KEYS = ("date=2026-05-03/a.jsonl", "date=2026-05-03/b.jsonl", "date=2026-05-13/c.jsonl")


@pytest.fixture
def local(tmp_path: Path) -> FileSystem:
    files = SubTreeFileSystem(str(tmp_path), LocalFileSystem())
    files.create_dir("logs/car-loan/date=2026-05-03")
    files.create_dir("logs/car-loan/date=2026-05-13")
    return files


@pytest.fixture(scope="module")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileSystem]:
    with running_azurite(tmp_path_factory.mktemp("azurite")) as address:
        files = AzureFileSystem(
            ACCOUNT,
            account_key=KEY,
            blob_storage_authority=address,
            blob_storage_scheme="http",
            dfs_storage_authority=address,
            dfs_storage_scheme="http",
        )
        files.create_dir("logs")
        yield files


@pytest.fixture(params=["local", "azurite"])
def files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> FileSystem:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    found: FileSystem = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def store(files: FileSystem) -> AzureStore:
    store = AzureStore(url=URL, root="logs/car-loan", files=files)
    for key in KEYS:
        store.write(key, b'{"x": 1}\n', "application/jsonl")
    return store


def test_objects_are_found_by_the_start_of_their_name(store: AzureStore) -> None:
    def names(prefix: str) -> list[str]:
        return [entry.name for entry in store.entries(prefix)]

    assert names("") == names("date=2026") == list(KEYS)
    assert names("date=2026-05-0") == names("date=2026-05-03/") == list(KEYS[:2])
    assert names("date=2027/") == []
    assert all(entry.modified.tzinfo for entry in store.entries(""))


def test_an_object_is_read_whole_and_a_missing_one_is_named(store: AzureStore) -> None:
    assert store.open(KEYS[0]).read() == b'{"x": 1}\n'
    with pytest.raises(FileNotFoundError):
        store.open("date=2026-05-03/z.jsonl")


def test_a_blob_that_is_still_being_written_is_no_file_yet(
    store: AzureStore, files: FileSystem
) -> None:
    with files.open_output_stream("logs/car-loan/date=2026-05-13/d.jsonl") as file:
        file.flush()
        assert [entry.name for entry in store.entries("date=2026-05-13/")] == [KEYS[2]]
        with pytest.raises(FileNotFoundError, match=r"car-loan/date=2026-05-13/d\.jsonl"):
            store.open("date=2026-05-13/d.jsonl")
        file.write(b'{"x": 2}\n')
    assert store.open("date=2026-05-13/d.jsonl").read() == b'{"x": 2}\n'
    files.delete_file("logs/car-loan/date=2026-05-13/d.jsonl")


def test_the_emulator_keeps_the_type_that_a_browser_needs(azurite: FileSystem) -> None:
    store = AzureStore(url=URL, root="logs/car-loan", files=azurite)
    store.write("report.html", b"<html>", "text/html")
    with azurite.open_input_stream("logs/car-loan/report.html") as file:
        metadata = {str(name): text for name, text in file.metadata().items()}
    assert b"text/html" in metadata.values() or "text/html" in metadata.values()


@pytest.mark.parametrize(
    "url",
    [
        "abfss://account.dfs.core.windows.net/x",
        "abfss://logs@account.blob.core.windows.net/x",
        "abfss://Logs@account.dfs.core.windows.net/x",
    ],
)
def test_another_form_of_address_is_refused_with_the_right_one(url: str) -> None:
    with pytest.raises(WrongValueError, match="expected abfss://CONTAINER@ACCOUNT"):
        store_at(url)


def test_the_address_of_a_stack_opens_its_account() -> None:
    assert store_at(URL).url == URL


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], dict[str, object]]:
    """What pyarrow's file system is made with in an environment."""

    def ask(environment: dict[str, str]) -> dict[str, object]:
        seen: dict[str, object] = {}
        monkeypatch.setattr(
            "pyarrow.fs.AzureFileSystem",
            lambda account, **options: seen.update(options, account=account),
        )
        AzureStore.at(URL, environment)
        return seen

    return ask


def test_a_host_that_names_its_identity_has_pyarrow_told_so(
    asked: Callable[[dict[str, str]], dict[str, object]],
) -> None:
    assert asked({"AZURE_CLIENT_ID": "c"})["client_id"] == "c"
    assert asked({"AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": "f"})["client_id"] is None
    assert asked({})["client_id"] is None


def test_the_account_is_reached_in_its_own_cloud(
    asked: Callable[[dict[str, str]], dict[str, object]],
) -> None:
    options = asked({})
    assert options["account"] == "account"
    assert options["blob_storage_authority"] == ".blob.core.windows.net"
    assert options["dfs_storage_authority"] == ".dfs.core.windows.net"


def test_a_run_reads_the_files_of_a_container(
    store: AzureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AzureStore, "at", classmethod(lambda _cls, url: _below(store, url)))
    assert sum(batch.num_rows for batch in FileSource("reference", URL).batches()) == len(KEYS)
    single = FileSource("reference", f"{URL}/{KEYS[0]}")
    assert [batch.num_rows for batch in single.batches()] == [1]


def _below(store: AzureStore, url: str) -> AzureStore:
    root = f"logs/{url.partition('.net/')[2]}"
    return AzureStore(url=url, root=root, files=store._files)
