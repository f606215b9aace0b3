"""Kubernetes versions of AKS: what this version of the platform was written for, in one table.

Nothing of it could be checked against Azure when it was written: no subscription was at hand, and
AKS' own calendar of these versions wasn't to be had. What a region offers is told by

    az aks get-versions --location westeurope --output table
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class AksVersion:
    """One minor version of Kubernetes."""

    upstream_support_until: date
    """The community's last day; AKS supports a version for twelve months from its own release,
    which comes some two to three months after the community's."""
    read: date
    source: str


_RELEASES = "kubernetes.io/releases, page of the version"

AKS_VERSIONS: Mapping[str, AksVersion] = {
    "1.34": AksVersion(
        upstream_support_until=date(2026, 10, 27), read=date(2026, 11, 25), source=_RELEASES
    ),
    "1.35": AksVersion(
        upstream_support_until=date(2027, 2, 28), read=date(2026, 11, 25), source=_RELEASES
    ),
    "1.36": AksVersion(
        upstream_support_until=date(2027, 6, 28), read=date(2026, 11, 25), source=_RELEASES
    ),
}
"""Oldest first. A newer one is allowed with a warning; an older one is refused."""
