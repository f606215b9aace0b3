"""A provider that returns what it was given: the real engine plans any package with it.

It stands in for the plugins that can't be had without a network, and checks nothing: a preview with
it shows what a program registers, never whether a cloud would accept it. Run as
``python echo_provider.py <package> <version> [engine-address]``.
"""

import os
import stat
import sys
import threading
from concurrent import futures
from importlib.metadata import version
from pathlib import Path

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from typing_extensions import override

from slipway.stacks.plan.answer import answer

PACKAGES = {
    "aws": "pulumi_aws",
    "azure-native": "pulumi_azure_native",
    "kubernetes": "pulumi_kubernetes",
}
"""Each provider's name and the distribution whose version the engine asks for."""


def install(folder: Path) -> None:
    """Writes one plugin per package into a folder that belongs on PATH."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, distribution in PACKAGES.items():
        script = folder / f"pulumi-resource-{package}"
        command = f"{sys.executable} -u {Path(__file__)} {package} {version(distribution)}"
        script.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)


def environment(home: Path, plugins: Path) -> dict[str, str]:
    """What the CLI needs to preview in a folder of its own, with these plugins."""
    return {
        "PATH": f"{plugins}{os.pathsep}{os.environ['PATH']}",
        "PULUMI_HOME": str(home / "home"),
        "PULUMI_BACKEND_URL": f"file://{home}",
        "PULUMI_CONFIG_PASSPHRASE": "a test's",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_PYTHON_CMD": sys.executable,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


class EchoServicer(provider_pb2_grpc.ResourceProviderServicer):
    """Every answer is the question."""

    def __init__(self, package: str, plugin_version: str) -> None:
        self._package, self._version = package, plugin_version

    @override
    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    @override
    def DiffConfig(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        return provider_pb2.DiffResponse()

    @override
    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True
        )

    @override
    def Invoke(
        self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.InvokeResponse:
        context.abort(grpc.StatusCode.NOT_FOUND, f"{request.tok}: no answer without a network")
        raise AssertionError(request.tok)

    @override
    def Check(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    @override
    def Diff(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        changed = request.old_inputs != request.news
        kind = provider_pb2.DiffResponse
        return kind(changes=kind.DIFF_SOME if changed else kind.DIFF_NONE)

    @override
    def Create(
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        name = request.urn.rpartition("::")[2]
        return provider_pb2.CreateResponse(
            id="" if request.preview else f"{name}-id", properties=answer(request.properties)
        )

    @override
    def Read(
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        return provider_pb2.ReadResponse(
            id=request.id, properties=request.properties, inputs=request.inputs
        )

    @override
    def Update(
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        return provider_pb2.UpdateResponse(properties=answer(request.news))

    @override
    def Delete(
        self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    @override
    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    @override
    def GetPluginInfo(
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._version)


def main(package: str, plugin_version: str) -> None:
    """Serves until the engine that started this process is gone."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    servicer = EchoServicer(package, plugin_version)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)  # noqa: T201 -- the plugin contract: the first line is the port
    parent = os.getppid()
    while not threading.Event().wait(1.0):
        if os.getppid() != parent:
            break
    server.stop(grace=0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
