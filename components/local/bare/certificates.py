"""Certificates of a cluster: made once, kept over restarts, renewed before they expire."""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LIFETIME: Final = dt.timedelta(days=365)
_RENEW_BEFORE: Final = dt.timedelta(days=30)
_CLOCK_SKEW: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Who a certificate names; ``hosts`` are the names and addresses that a server answers to."""

    common_name: str
    organization: str | None = None
    hosts: tuple[str, ...] = ()

    def x509_name(self) -> x509.Name:
        """The name in the form that certificates carry."""
        parts = [x509.NameAttribute(NameOID.COMMON_NAME, self.common_name)]
        if self.organization is not None:
            parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.organization))
        return x509.Name(parts)

    def alternative_names(self) -> tuple[x509.GeneralName, ...]:
        """The hosts in the form that certificates carry."""
        return tuple(_general_name(host) for host in self.hosts)


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as files."""

    certificate: Path
    key: Path


class Authority:
    """A certificate authority that lives in a folder."""

    def __init__(self, folder: Path, name: str, now: dt.datetime | None = None) -> None:
        self._folder = folder
        self._now = dt.datetime.now(dt.UTC) if now is None else now
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.pair = Pair(folder / f"{name}.crt", folder / f"{name}.key")
        subject = Subject(common_name=f"slipway {name}")
        if not self._fresh(self.pair.certificate, subject, None):
            self._write_authority(subject)
        self._certificate = x509.load_pem_x509_certificate(self.pair.certificate.read_bytes())
        self._key = _load_key(self.pair.key)

    def issue(self, name: str, subject: Subject) -> Pair:
        """The pair of that name, made or renewed only when it must be."""
        pair = Pair(self._folder / f"{name}.crt", self._folder / f"{name}.key")
        if self._fresh(pair.certificate, subject, self._certificate):
            return pair
        key = ec.generate_private_key(ec.SECP256R1())
        usages = [ExtendedKeyUsageOID.CLIENT_AUTH]
        if subject.hosts:
            usages.append(ExtendedKeyUsageOID.SERVER_AUTH)
        builder = self._builder(subject, key, self._certificate.subject).add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        )
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        if subject.hosts:
            names = x509.SubjectAlternativeName(subject.alternative_names())
            builder = builder.add_extension(names, critical=False)
        certificate = builder.sign(self._key, hashes.SHA256())
        _write_key(pair.key, key)
        pair.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return pair

    def _write_authority(self, subject: Subject) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.KeyUsage(
            digital_signature=True,
            key_cert_sign=True,
            crl_sign=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        certificate = (
            self._builder(subject, key, subject.x509_name())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        _write_key(self.pair.key, key)
        self.pair.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def _builder(
        self, subject: Subject, key: ec.EllipticCurvePrivateKey, issuer: x509.Name
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject.x509_name())
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - _CLOCK_SKEW)
            .not_valid_after(self._now + _LIFETIME)
        )

    def _fresh(self, path: Path, subject: Subject, issuer: x509.Certificate | None) -> bool:
        """Whether the certificate says what we want, for long enough, under today's authority."""
        if not path.exists():
            return False
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        if certificate.not_valid_after_utc - self._now < _RENEW_BEFORE:
            return False
        if certificate.subject != subject.x509_name() or _names(certificate) != set(
            subject.alternative_names()
        ):
            return False
        if issuer is None:
            return True
        try:
            certificate.verify_directly_issued_by(issuer)
        except (ValueError, InvalidSignature):
            return False
        return True


def signing_key(folder: Path) -> Pair:
    """The key pair that signs service account tokens; never replaced, as tokens depend on it."""
    pair = Pair(folder / "service-account.pub", folder / "service-account.key")
    if not pair.key.exists():
        _write_key(pair.key, ec.generate_private_key(ec.SECP256R1()))
    public = _load_key(pair.key).public_key()
    pair.certificate.write_bytes(
        public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return pair


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _names(certificate: x509.Certificate) -> set[x509.GeneralName]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return set()
    return set(extension.value)


def _load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path}: got {type(key).__name__}; expected an elliptic curve key.")
    return key


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_secret(path, text)


def write_secret(path: Path, content: bytes) -> None:
    """A file that was never readable for others, not even for a moment."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


def expiry(path: Path) -> dt.datetime | None:
    """When a certificate ends, if that is so soon that it should be renewed now."""
    ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    return ends if ends - dt.datetime.now(dt.UTC) < _RENEW_BEFORE else None
