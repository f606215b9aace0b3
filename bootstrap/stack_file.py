"""Brings the untracked copy of the stack file up to date.

Runs with the virtual environment's interpreter: the only part of the bootstrap, beside the stand-in
provider, that needs a library, since a person's comments and order must survive.
"""

import argparse
import io
import json
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML

KEPT = ("slipway:releases", "slipway:rejected", "slipway:images", "slipway:local")
"""Keys of `config` that the copy owns: releases are made on it, the others are this machine's."""
SECRETS = ("secretsprovider", "encryptedkey", "encryptionsalt")

Document = MutableMapping[str, object]


def merge(committed: str, copy: str | None, additions: Document, driver: str) -> str:
    """The committed file with what the copy owns and what was prepared on this machine."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096  # a long digest stays on its line
    document = _mapping(yaml.load(committed))
    config = _mapping(document.setdefault("config", {}))
    old = _mapping(yaml.load(copy)) if copy else {}
    old_config = _mapping(old.get("config") or {})
    for key, value in old_config.items():
        if key in KEPT or key not in config:
            config[key] = value
    config.update(additions)
    for key in SECRETS:
        if key in old:
            document[key] = old[key]
    _settle_driver(config, driver)
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _settle_driver(config: Document, driver: str) -> None:
    """Write down which driver was chosen: another choice next time would replace the cluster."""
    platform = config.get("slipway:platform")
    target = platform.get("target") if isinstance(platform, MutableMapping) else None
    if isinstance(target, MutableMapping) and target.get("kind") == "local":
        target["driver"] = driver


def _mapping(value: object) -> Document:
    if not isinstance(value, MutableMapping):
        sys.exit(
            f"stack file: got {type(value).__name__}; expected a mapping. Restore it from git."
        )
    return value


def main(arguments: Sequence[str] | None = None) -> None:
    """Merge the file named first into the one named second; additions come as JSON on stdin."""
    parser = argparse.ArgumentParser(prog="python -m bootstrap.stack_file")
    parser.add_argument("committed", type=Path)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--driver", required=True)
    chosen = parser.parse_args(arguments)
    old = chosen.copy.read_text() if chosen.copy.exists() else None
    new = merge(chosen.committed.read_text(), old, json.load(sys.stdin), chosen.driver)
    if new != old:
        temporary = chosen.copy.with_name(f"{chosen.copy.name}.part")
        temporary.write_text(new)
        temporary.replace(chosen.copy)


if __name__ == "__main__":
    main()
