"""Parquet, CSV and JSONL are read alike; a surprise costs a column its type, not the run."""

import gzip
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slipway.monitoring.errors import UnreadableError, WrongValueError
from slipway.monitoring.sources.files import FileSource
from slipway.monitoring.sources.formats import read


def rows(path: Path) -> list[dict[str, object]]:
    found = FileSource("--current", str(path)).batches()
    return [row for batch in found for row in batch.to_pylist()]


def test_every_format_is_read_alike(tmp_path: Path) -> None:
    table = pa.table({"x": [1.5, 2.5], "name": ["a", "b"]})
    pq.write_table(table, tmp_path / "t.parquet")
    (tmp_path / "t.csv").write_text("x,name\n1.5,a\n2.5,b\n")
    (tmp_path / "t.jsonl").write_text('{"x": 1.5, "name": "a"}\n{"x": 2.5, "name": "b"}\n')
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"x,name\n1.5,a\n2.5,b\n"))
    for name in ("t.parquet", "t.csv", "t.jsonl", "t.csv.gz"):
        assert rows(tmp_path / name) == table.to_pylist(), name


def test_a_folder_is_read_file_by_file_in_order(tmp_path: Path) -> None:
    for day in (2, 1):
        folder = tmp_path / f"date=2026-01-0{day}"
        folder.mkdir()
        pq.write_table(pa.table({"day": [day]}), folder / "part.parquet")
    (tmp_path / "notes.txt").write_text("not data")
    assert rows(tmp_path) == [{"day": 1}, {"day": 2}]


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_column_that_breaks_its_type_late_goes_on_as_text(tmp_path: Path, suffix: str) -> None:
    lines = 1_200_000  # more than one block of 8 MB
    path = tmp_path / f"t.{suffix}"
    if suffix == "csv":
        path.write_text("a,b\n" + "".join(f"{i},5\n" for i in range(lines)) + "broken,6\n7,8\n")
    else:
        path.write_text(
            "".join(f'{{"a": {i}, "b": 5}}\n' for i in range(lines))
            + '{"a": "broken", "b": 6}\n{"a": 7, "b": 8}\n'
        )
    batches = list(FileSource("--current", str(path)).batches())
    assert sum(batch.num_rows for batch in batches) == lines + 2
    assert batches[0].schema.field("a").type == pa.int64()
    last = batches[-1].slice(batches[-1].num_rows - 2)
    assert last.column("a").to_pylist() == ["broken", "7"]
    assert last.column("b").to_pylist() == [6, 8]


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [("t.csv", b"", []), ("t.csv", b"a,b\n", ["a", "b"]), ("t.jsonl", b"", [])],
    ids=["csv", "header only", "jsonl"],
)
def test_an_empty_file_has_no_rows(
    tmp_path: Path, name: str, content: bytes, names: list[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    source = FileSource("--current", str(tmp_path / name))
    assert sum(batch.num_rows for batch in source.batches()) == 0
    assert list(source.columns()) == names


def test_an_empty_parquet_file_keeps_its_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": pa.array([], pa.float64())}), tmp_path / "t.parquet")
    assert FileSource("--current", str(tmp_path / "t.parquet")).columns() == ("x",)


@pytest.mark.parametrize(
    ("name", "content"),
    [("t.parquet", b"PAR1 and no more"), ("t.csv", b"a,b\n1\n"), ("t.jsonl", b'{"a": \n')],
)
def test_a_broken_file_is_named_with_what_is_wrong(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableError, match=f"{name}: got unreadable data") as caught:
        rows(tmp_path / name)
    assert caught.value.exit_code == 4


def test_a_truncated_parquet_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"x": list(range(10_000))}), path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnreadableError, match=r"t\.parquet"):
        rows(path)


def test_a_missing_path_and_an_unknown_format_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongValueError, match="--current") as caught:
        FileSource("--current", str(tmp_path / "nowhere"))
    assert caught.value.exit_code == 2
    (tmp_path / "t.xlsx").write_bytes(b"x")
    with pytest.raises(WrongValueError, match="Rename or convert"):
        list(read("t.xlsx", partial(pa.OSFile, str(tmp_path / "t.xlsx"))))
