"""Start scripts for programs that lie unpacked beside their libraries, not installed."""

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bootstrap.command import output
from bootstrap.faults import Fault
from bootstrap.tools.model import DebianPackages, Program
from bootstrap.tools.unpack import EXECUTABLE

ELF = b"\x7fELF"


def make_programs(debian: DebianPackages, folder: Path) -> None:
    """Make the programs in `folder/root` startable from `folder/bin`, wherever it is moved to."""
    (folder / "bin").mkdir(exist_ok=True)
    for linked in debian.folders:
        (folder / "bin" / linked.name).symlink_to(Path("..") / "root" / linked.source)
    for alternative in debian.alternatives or ("",):
        for program in debian.programs:
            _make_program(debian, program, folder, alternative)
        if passes_probe(debian, folder):
            return
    raise Fault(
        f"{debian.programs[0].name} from Debian doesn't work on this kernel",
        "load the kernel module nf_tables or ip_tables, then run `make up` again",
    )


def passes_probe(debian: DebianPackages, folder: Path) -> bool:
    """Whether the tool works here; assumed without a probe, and without root, which probes need."""
    if not debian.probe or os.geteuid() != 0:
        return True
    argv = [word.format(bin=folder / "bin") for word in debian.probe]
    done = subprocess.run(argv, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return done.returncode == 0


def _make_program(debian: DebianPackages, program: Program, folder: Path, alternative: str) -> None:
    """A link where nothing else is needed, else a script that sets what the program needs."""
    root, target = folder / "root", folder / "bin" / program.name
    path, *arguments = shlex.split(program.source.format(alternative=alternative))
    binary = root / path
    if not binary.is_file():
        raise Fault(
            f"Debian's package holds no {path}",
            "this release of Debian or Ubuntu isn't supported: report its name",
        )
    libraries = library_folders(root) if missing_libraries(binary) else []
    still_missing = missing_libraries(binary, libraries)
    if still_missing:
        raise Fault(
            f"{program.name} needs {', '.join(still_missing)}, which no package in the list has",
            "this release of Debian or Ubuntu isn't supported: report its name",
        )
    target.unlink(missing_ok=True)
    if not libraries and not arguments and not debian.variables:
        target.symlink_to(Path("..") / "root" / path)
        return
    target.write_text(start_script(debian, [path, *arguments], root, libraries))
    target.chmod(EXECUTABLE)


def start_script(
    debian: DebianPackages, command: Sequence[str], root: Path, libraries: Sequence[Path]
) -> str:
    """A shell script that finds its folder by its own place, so that the cache can be moved."""
    lines = [
        "#!/bin/sh",
        "# Written by the bootstrap: starts a program from an unpacked Debian package.",
        'self=$(readlink -f "$0") || exit 127',
        "root=${self%/bin/*}/root",
    ]
    if libraries:
        joined = ":".join(f"$root/{folder.relative_to(root)}" for folder in libraries)
        lines.append(f'export LD_LIBRARY_PATH="{joined}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"')
    first = next((f"$root/{f.relative_to(root)}" for f in library_folders(root)), "$root")
    for variable, value in debian.variables.items():
        filled = value.format(root="$root", libraries=first)
        lines.append(f'export {variable}="${{{variable}:-{filled}}}"')
    path, *arguments = command
    rest = "".join(f" {shlex.quote(argument)}" for argument in arguments)
    lines.append(f'exec "$root/{path}"{rest} "$@"')
    return "\n".join(lines) + "\n"


def library_folders(root: Path) -> list[Path]:
    """Where unpacked libraries lie, the usual place first."""
    return sorted(root.glob("usr/lib/*-linux-gnu*")) + sorted(root.glob("lib/*-linux-gnu*"))


def missing_libraries(binary: Path, folders: Sequence[Path] = ()) -> list[str]:
    """Libraries that the loader doesn't find for a program."""
    with binary.open("rb") as stream:
        if stream.read(len(ELF)) != ELF:
            return []
    environment = {**os.environ, "LC_ALL": "C"}
    if folders:
        environment["LD_LIBRARY_PATH"] = ":".join(str(folder) for folder in folders)
    lines = output(("ldd", str(binary)), env=environment).splitlines()
    return sorted({line.split()[0] for line in lines if line.strip().endswith("not found")})
