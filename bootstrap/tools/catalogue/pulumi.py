"""Pulumi's command line with what a Python program needs beside it."""

from bootstrap.tools.model import Download, GoBuild, OnPath, Program, Tool
from bootstrap.tools.versions import Version, VersionRange

VERSION = "3.259.0"
LANGUAGE_HOST = "3.79.0"  # the last release whose host lies inside the sdk/v3 module

_PULUMI_SDK = "github.com/pulumi/pulumi/sdk/v3"

PULUMI = Tool(
    name="pulumi",
    version=VERSION,
    provides=(
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
        "pulumi-resource-pulumi-python",
    ),
    on_path=OnPath(
        version_command=("pulumi", "version"),
        fits=VersionRange(Version(3, 230), Version(4, 0)),
    ),
    download=Download(
        url=f"https://get.pulumi.com/releases/sdk/pulumi-v{VERSION}-linux-{{arch}}.tar.gz",
        published_sums=f"https://get.pulumi.com/releases/sdk/pulumi-{VERSION}-checksums.txt",
        arch_names={"amd64": "x64"},
        programs=(
            Program(name="pulumi", source="pulumi/pulumi"),
            Program(name="pulumi-language-python", source="pulumi/pulumi-language-python"),
            Program(
                name="pulumi-language-python-exec", source="pulumi/pulumi-language-python-exec"
            ),
            Program(
                name="pulumi-resource-pulumi-python",
                source="pulumi/pulumi-resource-pulumi-python",
            ),
        ),
    ),
    builds=(
        GoBuild(
            module="github.com/pulumi/pulumi/pkg/v3",
            version=f"v{VERSION}",
            zip_sum="h1:Zf4wiLmgdhTAyq5dtTVnNY26BjtGrJ85ZQYut2qG6xM=",
            mod_sum="h1:/LDEE76XfaNuOs5GQxc6T9LVPmO3Wm8ZlSbFFfjDMjU=",
            programs=(Program(name="pulumi", source="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"),),
            # Without its version the CLI fails the check of the Automation API.
            ldflags=f"-s -w -X {_PULUMI_SDK}/go/common/version.Version=v{VERSION}",
            minimum_go=Version(1, 25, 11),
        ),
        # Never in one module with the CLI: version selection would lift sdk/v3 past the host.
        GoBuild(
            module=_PULUMI_SDK,
            version=f"v{LANGUAGE_HOST}",
            zip_sum="h1:GJ46WDwJ78jQ9qJW0nI1WdnypjCNkRQG9rVymw0go9A=",
            mod_sum="h1:FEFictCHoa8CYzKDSc0t9ErrNiaO9n7pChreLQLDH+M=",
            programs=(
                Program(
                    name="pulumi-language-python",
                    source=f"{_PULUMI_SDK}/python/cmd/pulumi-language-python",
                ),
            ),
            copies=(
                Program(
                    name="pulumi-language-python-exec",
                    source="python/cmd/pulumi-language-python-exec",
                ),
                Program(
                    name="pulumi-resource-pulumi-python",
                    source="python/dist/pulumi-resource-pulumi-python",
                ),
            ),
            minimum_go=Version(1, 24),
        ),
    ),
)
