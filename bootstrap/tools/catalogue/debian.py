"""Programs out of Debian's packages; the release of the machine decides on the version."""

from bootstrap.tools.model import DebianPackages, Program, Tool


def _programs(*paths: str) -> tuple[Program, ...]:
    """Programs that keep the name they have in their package."""
    return tuple(Program(name=path.rsplit("/", 1)[1], source=path) for path in paths)


CONTAINERD = Tool(
    name="containerd",
    version="",
    provides=("containerd", "containerd-shim-runc-v2", "ctr", "runc", "cni"),
    debian=DebianPackages(
        packages=("containerd", "runc", "containernetworking-plugins", "libseccomp2"),
        programs=_programs(
            "usr/bin/containerd", "usr/bin/containerd-shim-runc-v2", "usr/bin/ctr", "usr/sbin/runc"
        ),
        # A folder of its own: the plugin `bridge` would hide iproute2's program on PATH.
        folders=(Program(name="cni", source="usr/lib/cni"),),
    ),
)

ETCD = Tool(
    name="etcd",
    version="",
    provides=("etcd",),
    debian=DebianPackages(packages=("etcd-server",), programs=_programs("usr/bin/etcd")),
)

_IPTABLES_NAMES = tuple(
    f"{family}{suffix}"
    for family in ("iptables", "ip6tables")
    for suffix in ("", "-save", "-restore")
)

IPTABLES = Tool(
    name="iptables",
    version="",
    provides=(*_IPTABLES_NAMES, "conntrack"),
    debian=DebianPackages(
        packages=(
            "iptables",
            "libxtables12",
            "libip4tc2",
            "libip6tc2",
            "libnftnl11",
            "libmnl0",
            "libnetfilter-conntrack3",
            "libnfnetlink0",
            "conntrack",
        ),
        programs=(
            *(
                Program(name=name, source=f"usr/sbin/xtables-{{alternative}}-multi {name}")
                for name in _IPTABLES_NAMES
            ),
            Program(name="conntrack", source="usr/sbin/conntrack"),
        ),
        variables={"XTABLES_LIBDIR": "{libraries}/xtables"},
        alternatives=("nft", "legacy"),
        probe=("unshare", "--net", "{bin}/iptables", "-t", "nat", "-S"),
    ),
)

DEBOOTSTRAP = Tool(
    name="debootstrap",
    version="",
    provides=("debootstrap",),
    debian=DebianPackages(
        packages=("debootstrap", "debian-archive-keyring"),
        programs=_programs("usr/sbin/debootstrap"),
        variables={"DEBOOTSTRAP_DIR": "{root}/usr/share/debootstrap"},
    ),
)

BUILDAH = Tool(
    name="buildah",
    version="",
    provides=("buildah",),
    debian=DebianPackages(
        packages=(
            "buildah",
            "libgpgme11|libgpgme11t64",
            "libassuan0|libassuan9",
            "libsubid4",
            "libdevmapper1.02.1",
            "libseccomp2",
            "uidmap",
            "golang-github-containers-common",
            "golang-github-containers-image",
        ),
        programs=_programs("usr/bin/buildah"),
        variables={
            "CONTAINERS_CONF": "{root}/usr/share/containers/containers.conf",
            "CONTAINERS_REGISTRIES_CONF": "{root}/etc/containers/registries.conf",
        },
    ),
)

# Checks the alert rules in the tests; the platform's Prometheus has its own image.
PROMTOOL = Tool(
    name="promtool",
    version="",
    provides=("promtool",),
    debian=DebianPackages(packages=("prometheus",), programs=_programs("usr/bin/promtool")),
)
