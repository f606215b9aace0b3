"""An account and a region: enough to name a resource before it exists."""

from dataclasses import dataclass

PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
"""By the beginning of the region's name; every other region is in `aws`."""

DNS_SUFFIXES = {"aws-cn": "amazonaws.com.cn"}
"""By partition; every other partition answers under amazonaws.com."""


@dataclass(frozen=True, kw_only=True)
class AwsPlace:
    """Plain values, so that ARNs in policies are known in a plan."""

    account: str
    region: str

    @property
    def partition(self) -> str:
        """`aws`, or what stands in its place in ARNs of China and of GovCloud."""
        found = (name for start, name in PARTITIONS.items() if self.region.startswith(start))
        return next(found, "aws")

    @property
    def dns_suffix(self) -> str:
        """What the host names of the region's services end in."""
        return DNS_SUFFIXES.get(self.partition, "amazonaws.com")

    @property
    def root(self) -> str:
        """The account itself as a principal: who may act is then its IAM policies' matter."""
        return f"arn:{self.partition}:iam::{self.account}:root"

    @property
    def registry_host(self) -> str:
        """The one container registry that an account has in a region."""
        return f"{self.account}.dkr.ecr.{self.region}.{self.dns_suffix}"

    def arn(self, service: str, resource: str) -> str:
        """A resource of this account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def managed_policy(self, name: str) -> str:
        """A policy that AWS maintains, e.g. ``AmazonEKSClusterPolicy``."""
        return f"arn:{self.partition}:iam::aws:policy/{name}"
