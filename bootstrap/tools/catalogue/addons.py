"""Programs that run inside the cluster and go into images."""

from bootstrap.tools.model import Download, GoBuild, Program, Tool
from bootstrap.tools.versions import Version

COREDNS = Tool(
    name="coredns",
    version="1.12.4",
    provides=("coredns",),
    download=Download(
        url="https://github.com/coredns/coredns/releases/download/v1.12.4/"
        "coredns_1.12.4_linux_{arch}.tgz",
        published_sums="https://github.com/coredns/coredns/releases/download/v1.12.4/"
        "coredns_1.12.4_linux_{arch}.tgz.sha256",
        programs=(Program(name="coredns", source="coredns"),),
    ),
    builds=(
        GoBuild(
            module="github.com/coredns/coredns",
            version="v1.12.4",
            zip_sum="h1:rIMnjPvB02drP18DTlJJb1vGkc8Tyl8fe7NFnnSv2lU=",
            mod_sum="h1:TxzroErfdIKzIwSJUX2VT9NqlZ1RZ3jqIzs3fQ1shmY=",
            programs=(Program(name="coredns", source="github.com/coredns/coredns"),),
            minimum_go=Version(1, 24),
        ),
    ),
)

METRICS_SERVER = Tool(
    name="metrics-server",  # released as an image only
    version="0.9.0",
    provides=("metrics-server",),
    builds=(
        GoBuild(
            module="sigs.k8s.io/metrics-server",
            version="v0.9.0",
            zip_sum="h1:nlqqZ2H0Xfko8eJC/1qaNVVT17hu4rxndkOi22KTZ4w=",
            mod_sum="h1:3TBautywhoi98sWsSf7jmkz5otEFeoRmbGpXf4gut48=",
            programs=(
                Program(
                    name="metrics-server", source="sigs.k8s.io/metrics-server/cmd/metrics-server"
                ),
            ),
            minimum_go=Version(1, 26, 4),
        ),
    ),
)

REGISTRY = Tool(
    name="registry",
    version="3.0.0",
    provides=("registry",),
    download=Download(
        url="https://github.com/distribution/distribution/releases/download/v3.0.0/"
        "registry_3.0.0_linux_{arch}.tar.gz",
        sha256={"amd64": "61c9a2c0d5981a78482025b6b69728521fbc78506d68b223d4a2eb825de5ca3d"},
        published_sums="https://github.com/distribution/distribution/releases/download/v3.0.0/"
        "registry_3.0.0_linux_{arch}.tar.gz.sha256",
        programs=(Program(name="registry", source="registry"),),
    ),
    builds=(
        GoBuild(
            module="github.com/distribution/distribution/v3",
            version="v3.0.0",
            zip_sum="h1:q4R8wemdRQDClzoNNStftB2ZAfqOiN6UX90KJc4HjyM=",
            mod_sum="h1:tRNuFoZsUdyRVegq8xGNeds4KLjwLCRin/tTo6i1DhU=",
            programs=(
                Program(
                    name="registry", source="github.com/distribution/distribution/v3/cmd/registry"
                ),
            ),
            minimum_go=Version(1, 24),
        ),
    ),
)

LOCAL_PATH_PROVISIONER = Tool(
    name="local-path-provisioner",  # released as an image only
    version="0.0.30",
    provides=("local-path-provisioner",),
    builds=(
        GoBuild(
            module="github.com/rancher/local-path-provisioner",
            version="v0.0.30",
            zip_sum="h1:OkiuofkCSscddl7tma/B9Ox1wu+JEVSrP7IcZI65Ggo=",
            mod_sum="h1:TqBzH7Qk0qgyzrX/PsG1X99IphVRnPaNWbWUDTxPTsw=",
            programs=(
                Program(
                    name="local-path-provisioner",
                    source="github.com/rancher/local-path-provisioner",
                ),
            ),
            minimum_go=Version(1, 24),
        ),
    ),
)

VERSITYGW = Tool(
    name="versitygw",
    version="1.8.0",
    provides=("versitygw",),
    download=Download(
        url="https://github.com/versity/versitygw/releases/download/v1.8.0/"
        "versitygw_v1.8.0_Linux_{arch}.tar.gz",
        # One record only, and no checksum file whose name is known: other machines build it.
        sha256={"amd64": "2ba2c734d10d2c4e651d03182cb4b246656bc735a2f282db7b0b73fba6073467"},
        arch_names={"amd64": "x86_64"},
        programs=(Program(name="versitygw", source="versitygw_v1.8.0_Linux_{arch}/versitygw"),),
    ),
    builds=(
        GoBuild(
            module="github.com/versity/versitygw",
            version="v1.8.0",
            zip_sum="h1:au+wI+aybno/STsQiSm35Uu6Q6iK5MWReQxgO6SEMFc=",
            mod_sum="h1:OxcWzwHy0xd9yUjfBneYnqmOwOgyq4QpzpobLsXMQRU=",
            programs=(
                Program(name="versitygw", source="github.com/versity/versitygw/cmd/versitygw"),
            ),
            minimum_go=Version(1, 25),
        ),
    ),
)
