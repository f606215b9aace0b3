"""A Go module proxy in a folder, so that builds are tested without any network."""

import base64
import hashlib
import json
import zipfile
from pathlib import Path

TIME = "2024-01-01T00:00:00Z"


def sum_of(files: dict[str, bytes]) -> str:
    """Go's `h1` sum over names and contents."""
    lines = [f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in files.items()]
    whole = "".join(sorted(lines, key=lambda line: line.split("  ")[1]))
    return f"h1:{base64.b64encode(hashlib.sha256(whole.encode()).digest()).decode()}"


def publish(proxy: Path, module: str, version: str, files: dict[str, str]) -> tuple[str, str]:
    """Put a module into the proxy; returns its sum and that of its go.mod."""
    folder = proxy / module / "@v"
    folder.mkdir(parents=True)
    go_mod = f"module {module}\n\ngo 1.21\n"
    everything = {"go.mod": go_mod, **files}
    packed = {f"{module}@{version}/{name}": text.encode() for name, text in everything.items()}
    with zipfile.ZipFile(folder / f"{version}.zip", "w") as archive:
        for name, body in packed.items():
            archive.writestr(name, body)
    (folder / f"{version}.mod").write_text(go_mod)
    (folder / f"{version}.info").write_text(json.dumps({"Version": version, "Time": TIME}))
    (folder / "list").write_text(f"{version}\n")
    return sum_of(packed), sum_of({"go.mod": go_mod.encode()})
