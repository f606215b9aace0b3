import importlib.util
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bootstrap.command import CommandFailed
from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.tools.go_build import (
    Bench,
    Go,
    compile_module,
    find_go,
    require_go,
    write_module,
)
from bootstrap.tools.model import GoBuild, Program
from bootstrap.tools.versions import Version

MODULE = "example.com/greeter"
MAIN = 'package main\n\nvar word = "nothing"\n\nfunc main() { println(word) }\n'
needs_go = pytest.mark.skipif(shutil.which("go") is None, reason="no Go on this machine")


def publish(proxy: Path) -> tuple[str, str]:
    """The fake proxy's module is loaded by path: folders of tests are no packages."""
    place = Path(__file__).with_name("go_proxy.py")
    spec = importlib.util.spec_from_file_location("go_proxy", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    files = {"cmd/greet/main.go": MAIN, "scripts/hello": "#!/bin/sh\necho hello\n"}
    zip_sum, mod_sum = module.publish(proxy, MODULE, "v1.2.3", files)
    return str(zip_sum), str(mod_sum)


@pytest.fixture
def build(tmp_path: Path) -> GoBuild:
    zip_sum, mod_sum = publish(tmp_path / "proxy")
    return GoBuild(
        module=MODULE,
        version="v1.2.3",
        zip_sum=zip_sum,
        mod_sum=mod_sum,
        programs=(Program(name="greet", source=f"{MODULE}/cmd/greet"),),
        copies=(Program(name="hello", source="scripts/hello"),),
        ldflags="-s -w -X main.word=moin",
        minimum_go=Version(1, 21),
    )


@pytest.fixture
def bench(tmp_path: Path, progress: Progress) -> Bench:
    go = find_go()
    assert go is not None
    offline = {
        "GOPROXY": f"file://{tmp_path / 'proxy'}",
        "GONOSUMDB": "example.com",
        "GOMODCACHE": str(tmp_path / "modules"),
        "GOFLAGS": f"{go.environment['GOFLAGS']} -modcacherw",
    }
    return Bench(
        go=replace(go, environment={**go.environment, **offline}),
        work=tmp_path / "work",
        target=tmp_path / "bin",
        log=tmp_path / "log",
        progress=progress,
    )


@needs_go
def test_programs_and_scripts_of_a_module_are_built(build: GoBuild, bench: Bench) -> None:
    compile_module(build, bench)
    greet = subprocess.run([bench.target / "greet"], capture_output=True, check=True, text=True)
    assert greet.stderr == "moin\n"
    hello = subprocess.run([bench.target / "hello"], capture_output=True, check=True, text=True)
    assert hello.stdout == "hello\n"


@needs_go
def test_a_module_with_another_content_than_pinned_is_refused(build: GoBuild, bench: Bench) -> None:
    pinned = replace(build, zip_sum=f"h1:{'A' * 43}=")
    with pytest.raises(CommandFailed, match=r"(?s)checksum mismatch.*make up"):
        compile_module(pinned, bench)
    assert not bench.target.exists()


@needs_go
def test_a_module_that_isnt_served_ends_with_what_to_do(build: GoBuild, bench: Bench) -> None:
    with pytest.raises(CommandFailed, match="the Go module proxy must be reachable"):
        compile_module(replace(build, version="v9.9.9"), bench)


@needs_go
def test_a_script_that_the_module_lacks_is_named(build: GoBuild, bench: Bench) -> None:
    lacking = replace(build, copies=(Program(name="hello", source="scripts/other"),))
    with pytest.raises(Fault, match=r"example\.com/greeter v1\.2\.3 holds no scripts/other"):
        compile_module(lacking, bench)


def test_staging_modules_follow_the_main_one(tmp_path: Path, build: GoBuild) -> None:
    staged = replace(build, staging=("k8s.io/api",), staging_version="v0.34.4")
    write_module(staged, tmp_path / "work")
    assert "replace k8s.io/api => k8s.io/api v0.34.4\n" in (tmp_path / "work/go.mod").read_text()
    sums = (tmp_path / "work/go.sum").read_text().splitlines()
    assert sums == [
        f"{MODULE} v1.2.3 {build.zip_sum}",
        f"{MODULE} v1.2.3/go.mod {build.mod_sum}",
    ]


def test_a_module_that_was_begun_is_continued(tmp_path: Path, build: GoBuild) -> None:
    write_module(build, tmp_path)
    (tmp_path / "go.mod").write_text("module slipway.local/tool // looked up\n")
    write_module(build, tmp_path)
    assert "looked up" in (tmp_path / "go.mod").read_text()


def test_an_old_compiler_is_refused_with_the_version_to_install() -> None:
    old = Go(program="go", version=Version(1, 19, 8), environment={})
    with pytest.raises(Fault, match=r"pulumi must be built with Go 1\.25\.11 or newer; got 1\.19"):
        require_go(old, Version(1, 25, 11), "pulumi")


def test_a_missing_compiler_is_refused_with_the_version_to_install() -> None:
    with pytest.raises(Fault, match=r"no Go on PATH; install Go 1\.25\.11 or newer"):
        require_go(None, Version(1, 25, 11), "pulumi")


def test_the_newest_compiler_needed_is_enough() -> None:
    exact = Go(program="go", version=Version(1, 25, 11), environment={})
    assert require_go(exact, Version(1, 25, 11), "pulumi") is exact


def test_the_users_build_settings_dont_leak_in(
    tmp_path: Path, write_program: Callable[[Path, str], Path]
) -> None:
    write_program(tmp_path / "go", 'test "$GOTOOLCHAIN" = local && echo go1.30.2')
    settings = {"PATH": str(tmp_path), "GOFLAGS": "-mod=vendor", "CGO_ENABLED": "1"}
    go = find_go(settings)
    assert go is not None
    assert go.version == Version(1, 30, 2)
    assert go.environment["GOFLAGS"] == "-buildvcs=false -trimpath -mod=mod"
    assert go.environment["CGO_ENABLED"] == "0"
    assert go.environment["GOWORK"] == "off"


def test_without_go_on_path_there_is_none(tmp_path: Path) -> None:
    assert find_go({"PATH": str(tmp_path)}) is None


@needs_go
def test_the_count_of_compiled_packages_is_told(
    build: GoBuild, bench: Bench, out: io.StringIO
) -> None:
    clock = iter(range(10**9, 2 * 10**9, 40))
    bench.progress.console.clock = lambda: float(next(clock))
    fresh = {**bench.go.environment, "GOCACHE": str(bench.work / "cache")}
    compile_module(build, replace(bench, go=replace(bench.go, environment=fresh)))
    assert "packages compiled" in out.getvalue()
    assert os.path.getsize(bench.target / "greet") > 0  # noqa: PTH202 - one fact
