"""Kubernetes' own programs, and kind."""

from bootstrap.tools.model import Download, GoBuild, OnPath, Program, Tool
from bootstrap.tools.versions import Version, VersionRange

VERSION = "1.34.4"
KIND_VERSION = "0.30.0"

# kind 0.30.0's own image for 1.34; the digest is the one in its release notes.
KIND_NODE_IMAGE = (
    "kindest/node:v1.34.0@sha256:7416a61b42b1662ca6ca89f02028ac133a309a2a30ba309614e8ec94d976dc5a"
)

_STAGING = (
    "api apiextensions-apiserver apimachinery apiserver cli-runtime client-go cloud-provider "
    "cluster-bootstrap code-generator component-base component-helpers controller-manager cri-api "
    "cri-client csi-translation-lib dynamic-resource-allocation endpointslice externaljwt kms "
    "kube-aggregator kube-controller-manager kube-proxy kube-scheduler kubectl kubelet metrics "
    "mount-utils pod-security-admission sample-apiserver"
)


def _kubernetes(
    name: str, *, on_path: OnPath | None = None, sha256: dict[str, str] | None = None
) -> Tool:
    """One of Kubernetes' own programs."""
    url = f"https://dl.k8s.io/release/v{VERSION}/bin/linux/{{arch}}/{name}"
    version = "k8s.io/component-base/version"
    major, minor, _ = VERSION.split(".")
    return Tool(
        name=name,
        version=VERSION,
        provides=(name,),
        on_path=on_path,
        download=Download(
            url=url,
            published_sums=f"{url}.sha256",
            sha256=sha256 or {},
            programs=(Program(name=name, source=""),),
        ),
        builds=(
            GoBuild(
                module="k8s.io/kubernetes",
                version=f"v{VERSION}",
                zip_sum="h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk=",
                mod_sum="h1:m6pZk6a179pRo2wsTiCPORJ86iOEQmfIzUvtyEF8BwA=",
                programs=(Program(name=name, source=f"k8s.io/kubernetes/cmd/{name}"),),
                ldflags=(
                    f"-s -w -X {version}.gitVersion=v{VERSION} "
                    f"-X {version}.gitMajor={major} -X {version}.gitMinor={minor}"
                ),
                staging=tuple(f"k8s.io/{module}" for module in _STAGING.split()),
                staging_version=f"v0.{minor}.{VERSION.split('.')[2]}",
                minimum_go=Version(1, 24),
            ),
        ),
    )


KUBECTL = _kubernetes(
    "kubectl",
    # kubectl promises to work one minor version away from the API server.
    on_path=OnPath(
        version_command=("kubectl", "version", "--client"),
        fits=VersionRange(Version(1, 33), Version(1, 36)),
    ),
    sha256={
        "amd64": "d50c359d95e0841eaad08ddc27c7be37cba8fdccfba5c8e2ded65e121ff112db",
        "arm64": "5b982c0644ab1e27780246b9085a5886651b4a7ed86243acbb2bacc1bea01dda",
    },
)

KIND = Tool(
    name="kind",
    version=KIND_VERSION,
    provides=("kind",),
    on_path=OnPath(
        version_command=("kind", "version"), fits=VersionRange(Version(0, 30), Version(1, 0))
    ),
    download=Download(
        url=f"https://kind.sigs.k8s.io/dl/v{KIND_VERSION}/kind-linux-{{arch}}",
        sha256={
            "amd64": "517ab7fc89ddeed5fa65abf71530d90648d9638ef0c4cde22c2c11f8097b8889",
            "arm64": "7ea2de9d2d190022ed4a8a4e3ac0636c8a455e460b9a13ccf19f15d07f4f00eb",
        },
        programs=(Program(name="kind", source=""),),
    ),
    builds=(
        GoBuild(
            module="sigs.k8s.io/kind",
            version=f"v{KIND_VERSION}",
            zip_sum="h1:2Xi1KFEfSMm0XDcvKnUt15ZfgRPCT0OnCBbpgh8DztY=",
            mod_sum="h1:FSqriGaoTPruiXWfRnUXNykF8r2t+fHtK0P0m1AbGF8=",
            programs=(Program(name="kind", source="sigs.k8s.io/kind"),),
            minimum_go=Version(1, 24),
        ),
    ),
)

SERVERS = tuple(
    _kubernetes(name)
    for name in (
        "kube-apiserver",
        "kube-controller-manager",
        "kube-scheduler",
        "kubelet",
        "kube-proxy",
    )
)
