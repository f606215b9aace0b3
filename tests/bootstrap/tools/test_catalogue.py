import re
from itertools import chain

import pytest

from bootstrap.tools.catalogue import tools_for
from bootstrap.tools.model import Tool

ALL = tuple({tool.name: tool for tool in chain(tools_for("kind"), tools_for("bare"))}.values())
each_tool = pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)


def test_what_the_cluster_images_and_pulumi_need_is_there() -> None:
    provided = {name for tool in tools_for("bare") for name in tool.provides}
    expected = (
        "pulumi pulumi-language-python pulumi-language-python-exec pulumi-resource-pulumi-python "
        "kubectl kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy etcd "
        "containerd containerd-shim-runc-v2 ctr runc cni iptables iptables-save iptables-restore "
        "ip6tables conntrack coredns metrics-server registry local-path-provisioner versitygw "
        "pause loopback-forward debootstrap buildah"
    )
    assert set(expected.split()) <= provided


def test_kind_needs_neither_kubernetes_servers_nor_containerd() -> None:
    provided = {name for tool in tools_for("kind") for name in tool.provides}
    assert "kind" in provided
    assert not provided & {"kube-apiserver", "containerd", "etcd", "loopback-forward"}


def test_no_program_is_provided_twice() -> None:
    for driver in ("kind", "bare"):
        names = [name for tool in tools_for(driver) for name in tool.provides]
        assert len(names) == len(set(names))


@each_tool
def test_every_way_provides_all_programs(tool: Tool) -> None:
    ways: list[set[str]] = []
    if tool.download:
        ways.append({program.name for program in tool.download.programs})
    if tool.builds:
        ways.append({p.name for build in tool.builds for p in (*build.programs, *build.copies)})
    if tool.source:
        ways.append({tool.source.folder})
    if tool.debian:
        ways.append({p.name for p in (*tool.debian.programs, *tool.debian.folders)})
    assert ways
    assert all(way == set(tool.provides) for way in ways)


@each_tool
def test_every_version_is_pinned_and_checked(tool: Tool) -> None:
    assert bool(tool.version) == (tool.debian is None and tool.source is None)
    if tool.download:
        assert tool.download.sha256 or tool.download.published_sums
        assert all(re.fullmatch("[0-9a-f]{64}", s) for s in tool.download.sha256.values())
        for url in filter(None, (tool.download.url, tool.download.published_sums)):
            assert url.startswith("https://")
            assert tool.version in url
    for build in tool.builds:
        assert re.fullmatch(r"v\d+\.\d+\.\d+", build.version)
        for line in (build.zip_sum, build.mod_sum):
            assert re.fullmatch(r"h1:[A-Za-z0-9+/]{43}=", line)
        assert all(p.source.startswith(build.module) for p in build.programs)


def test_only_the_users_own_programs_are_taken_from_path() -> None:
    assert {tool.name for tool in ALL if tool.on_path} == {"pulumi", "kubectl", "kind"}


def test_pulumi_and_its_language_host_never_share_a_module() -> None:
    pulumi = next(tool for tool in ALL if tool.name == "pulumi")
    assert [build.version for build in pulumi.builds] == ["v3.259.0", "v3.79.0"]
