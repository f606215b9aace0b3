import os
from pathlib import Path

from slipway.components.local.bare.init.logs import cap


def test_a_log_above_the_limit_is_emptied_and_its_end_kept(tmp_path: Path) -> None:
    log = tmp_path / "kubelet.log"
    log.write_bytes(b"a" * 90 + b"b" * 20)
    writer = os.open(log, os.O_WRONLY | os.O_APPEND)
    cap(tmp_path, limit=100, kept=20)
    os.write(writer, b"next")
    os.close(writer)
    assert (tmp_path / "kubelet.log.old").read_bytes() == b"b" * 20
    assert log.read_bytes() == b"next"


def test_a_log_below_the_limit_stays_whole(tmp_path: Path) -> None:
    log = tmp_path / "kubelet.log"
    log.write_bytes(b"a" * 100)
    cap(tmp_path, limit=100, kept=20)
    assert log.read_bytes() == b"a" * 100
    assert not (tmp_path / "kubelet.log.old").exists()
