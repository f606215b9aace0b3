"""A bare cluster from nothing to running, back from a reboot, and to nothing again."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from slipway.components.local.bare import addons, control_plane, images, network, node, preflight
from slipway.components.local.bare import cgroups as cgroup_trees
from slipway.components.local.bare.certificates import expiry, write_secret
from slipway.components.local.bare.forward import forwards
from slipway.components.local.bare.init.spec import SandboxSpec
from slipway.components.local.bare.kubeconfig import Access
from slipway.components.local.bare.layout import CONTROL, Layout
from slipway.components.local.bare.lock import held
from slipway.components.local.bare.pki import Pki
from slipway.components.local.bare.readiness import Readiness
from slipway.components.local.bare.removal import Removal
from slipway.components.local.bare.sandbox import Sandbox
from slipway.components.local.cluster_facts import ClusterFacts, Condition, Report
from slipway.components.local.commands import Runner, ToolRunner
from slipway.components.local.errors import UnknownNodeError
from slipway.components.local.image_list import ImageList
from slipway.components.local.kubectl import Kubectl
from slipway.components.local.spec import SYSTEM_IMAGES, ClusterSpec, Image

_STOP_SECONDS: Final = 45.0


class BareDriver:
    """Real Kubernetes programs in sandboxes of this machine."""

    def __init__(self, spec: ClusterSpec, runner: Runner | None = None) -> None:
        self.spec = spec
        self.layout = Layout.of(spec)
        self._runner = ToolRunner(spec.tools) if runner is None else runner

    def ensure(self, report: Report) -> ClusterFacts:
        """Create, repair or change the cluster; what runs as described stays untouched."""
        self.spec.checked()
        preflight.check_tools(self.spec)
        with held(self.layout.state, report):
            self._claim()
            pki = Pki.ensure(self.layout)
            facts = self._facts(pki)
            write_secret(self.layout.kubeconfig, facts.kubeconfig.encode())
            retired = self._removal().retire(report)
            began = dt.datetime.now(dt.UTC)
            fresh = self._start(pki, report)
            self._load(self._wanted(), report)
            ready = Readiness(self.layout, self.kubectl, report)
            ready.api()
            for name in retired:
                self.kubectl.forget_node(name)
            report("add-ons: names, metrics, volumes")
            self.kubectl.apply(addons.manifests(self.spec, self.layout, pki))
            ready.nodes(fresh, began)
            ready.addons()
            ready.workloads(fresh, began)
        return facts

    def condition(self) -> Condition:
        """Look without touching anything."""
        if not self.layout.spec_file.exists():
            return Condition("absent")
        dead = [name for name in self.layout.sandboxes if self.sandbox(name).identity() is None]
        dead += [f"forward {f.name}" for f in forwards(self.spec) if f.identity() is None]
        if dead:
            return Condition("dead", f"not running: {', '.join(dead)}")
        ends = expiry(self.layout.pki / "admin.crt")
        if ends is not None:
            return Condition("dead", f"certificates end on {ends:%Y-%m-%d}")
        return Condition("running")

    def load(self, images: tuple[Image, ...], report: Report) -> None:
        """Import images on every node."""
        with held(self.layout.state, report):
            self._load(images, report)

    def stop(self, report: Report) -> None:
        """End all processes and keep all data, as a clean shutdown of a machine would."""
        with held(self.layout.state, report):
            report("stopping nodes, then the control plane")
            with ThreadPoolExecutor() as pool:
                list(pool.map(lambda n: self.sandbox(n).stop(_STOP_SECONDS), self.layout.nodes))
            self.sandbox(CONTROL).stop(_STOP_SECONDS)
            for forward in forwards(self.spec):
                forward.stop()
            network.release(self.layout, self._runner)
            cgroup_trees.remove(self.layout)

    def remove(self, report: Report) -> None:
        """Leave nothing behind, or name what is left."""
        if self.layout.state.exists():
            with held(self.layout.state, report):
                self._removal().everything(report)
        self._removal().check()

    def kill_node(self, name: str) -> None:
        """End a node at once, as a power cut would; ``ensure`` brings it back."""
        if name not in self.layout.nodes:
            raise UnknownNodeError(name, self.layout.nodes)
        self.sandbox(name).kill()

    def sandbox(self, name: str) -> Sandbox:
        """One sandbox of the cluster."""
        return Sandbox(name, self.layout.run(name))

    @property
    def kubectl(self) -> Kubectl:
        """Kubectl as administrator."""
        return Kubectl(self._runner, self.layout.kubeconfig)

    def _removal(self) -> Removal:
        return Removal(self.layout, self._runner)

    def _claim(self) -> None:
        """Take the state folder, or refuse it before anything in it changes."""
        self._removal().refuse_foreign()
        if self.sandbox(CONTROL).identity() is None:
            network.release(self.layout, self._runner)
        preflight.check_network(self.layout, self._runner)
        preflight.check_ports(forwards(self.spec))
        write_secret(self.layout.spec_file, self.spec.to_json().encode())

    def _facts(self, pki: Pki) -> ClusterFacts:
        access = Access(
            context=self.layout.name,
            server=self.layout.host_api_url,
            authority=pki.authority.pair.certificate,
            pair=pki.admin,
        )
        return ClusterFacts(
            kubeconfig=access.text(),
            api_url=self.layout.host_api_url,
            nodes=len(self.layout.nodes),
            registry=f"localhost:{self.spec.node_ports.first}",
        )

    def _start(self, pki: Pki, report: Report) -> frozenset[str]:
        """Start what doesn't run as described; the names of what was started."""
        described = {name: self._describe(name, pki) for name in self.layout.sandboxes}
        fresh = frozenset(n for n, wanted in described.items() if not self.sandbox(n).runs(wanted))
        for name in fresh:
            self.sandbox(name).stop(_STOP_SECONDS)
            cgroup_trees.clear(self.layout, name)
        if CONTROL in fresh:
            network.release(self.layout, self._runner)
        cgroup_trees.create(self.layout)
        for name in sorted(fresh):
            report(f"{name}: {', '.join(p.name for p in described[name].programs)}")
            self.sandbox(name).start(described[name], self.layout.state)
        pids = self._pids()
        # Before the network is there: until then process 1 of a sandbox starts nothing.
        for name in fresh & pids.keys():
            cgroup_trees.adopt(self.layout, pids[name])
        network.attach(self.layout, pids, fresh, self._runner)
        for forward in forwards(self.spec):
            forward.ensure(self.spec)
            cgroup_trees.adopt(self.layout, forward.pid())
        return fresh

    def _describe(self, name: str, pki: Pki) -> SandboxSpec:
        if name == CONTROL:
            return control_plane.describe(self.spec, self.layout, pki)
        return node.describe(self.spec, self.layout, pki, name)

    def _pids(self) -> dict[str, int]:
        identities = {name: self.sandbox(name).identity() for name in self.layout.sandboxes}
        return {name: found.pid for name, found in identities.items() if found is not None}

    def _wanted(self) -> tuple[Image, ...]:
        """The cluster's own images, and all that were loaded before: a new node has none."""
        own = [image for image in self.spec.images if image.name in SYSTEM_IMAGES]
        own.sort(key=lambda image: image.name != "pause")  # no pod starts without it
        return (*own, *ImageList.of(self.layout.state).available())

    def _load(self, wanted: tuple[Image, ...], report: Report) -> None:
        for name, pid in self._pids().items():
            if name != CONTROL:
                store = images.ImageStore(name, pid, self._runner)
                store.wait()
                store.load(wanted, report)
