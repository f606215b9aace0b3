import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from slipway.components.local.bare.certificates import Authority, Pair, Subject, expiry

SERVER = Subject(common_name="server", hosts=("server.local", "127.0.0.1"))
NOW = dt.datetime.now(dt.UTC)


def certificate(pair: Pair) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pair.certificate.read_bytes())


def test_a_pair_is_kept_over_restarts(tmp_path: Path) -> None:
    first = certificate(Authority(tmp_path, "ca").issue("server", SERVER))
    again = certificate(Authority(tmp_path, "ca").issue("server", SERVER))
    assert again == first


def test_it_is_signed_by_the_authority_and_names_its_hosts(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "ca")
    issued = certificate(authority.issue("server", SERVER))
    issued.verify_directly_issued_by(certificate(authority.pair))
    names = issued.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["server.local"]
    assert [str(a) for a in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]


def test_who_has_no_hosts_cannot_pose_as_a_server(tmp_path: Path) -> None:
    client = Authority(tmp_path, "ca").issue("admin", Subject(common_name="admin"))
    usage = certificate(client).extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "ca")
    pair = authority.issue("server", SERVER)
    assert [p.stat().st_mode & 0o777 for p in (pair.key, authority.pair.key)] == [0o600, 0o600]


@pytest.mark.parametrize(("days", "renewed"), [(334, False), (336, True)])
def test_a_certificate_is_renewed_in_its_last_thirty_days(
    tmp_path: Path, *, days: int, renewed: bool
) -> None:
    old = certificate(Authority(tmp_path, "ca", NOW).issue("server", SERVER))
    later = Authority(tmp_path, "ca", NOW + dt.timedelta(days=days))
    assert (certificate(later.issue("server", SERVER)) != old) is renewed


def test_a_new_authority_renews_what_the_old_one_signed(tmp_path: Path) -> None:
    old = certificate(Authority(tmp_path, "ca").issue("server", SERVER))
    (tmp_path / "ca.crt").unlink()
    authority = Authority(tmp_path, "ca")
    new = certificate(authority.issue("server", SERVER))
    assert new != old
    new.verify_directly_issued_by(certificate(authority.pair))


def test_another_host_makes_another_certificate(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "ca")
    old = certificate(authority.issue("server", SERVER))
    moved = Subject(common_name="server", hosts=("server.local", "10.0.0.1"))
    assert certificate(authority.issue("server", moved)) != old


def test_the_end_of_a_certificate_is_told_only_when_it_is_near(tmp_path: Path) -> None:
    fresh = Authority(tmp_path / "fresh", "ca", NOW).issue("server", SERVER)
    stale = Authority(tmp_path / "stale", "ca", NOW - dt.timedelta(days=350)).issue(
        "server", SERVER
    )
    assert expiry(fresh.certificate) is None
    assert expiry(stale.certificate) is not None
