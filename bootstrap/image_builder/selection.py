"""Which tool builds the images on this machine."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.image_builder.base_image import BaseMaker
from bootstrap.image_builder.buildah import BuildahBuilder
from bootstrap.image_builder.buildah_store import open_store
from bootstrap.image_builder.builder import Builder
from bootstrap.image_builder.catalogue import DEBIAN
from bootstrap.image_builder.docker import DockerBuilder, why_not_docker
from bootstrap.image_builder.faults import NoBuilder
from bootstrap.image_builder.host_settings import read_host_settings
from bootstrap.image_builder.isolation import libraries_of


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Where builders work and what they work with."""

    tools: Path
    folder: Path
    """Storage of buildah and the base; kept between runs."""
    scratch: Path
    """Gone after this run."""
    env: Mapping[str, str]
    say: Callable[[str], None]


def choose_builder(shop: Workshop) -> Builder:
    """Docker where it works and has or gets the base, else buildah; says which and why."""
    settings = read_host_settings(shop.env)
    maker = BaseMaker(
        debootstrap=shop.tools / "debootstrap",
        folder=shop.folder / "base",
        scratch=shop.scratch,
        settings=settings,
        env=shop.env,
        say=shop.say,
    )
    # Who built here without Docker goes on so: a pull that can't work costs its whole time-out.
    reason = "a base was made here before"
    if not maker.archive.exists():
        reason = why_not_docker(DEBIAN, shop.env, shop.say) or ""
    if not reason:
        secrets = settings.write(shop.scratch / "secrets")
        return _told(DockerBuilder(env=shop.env, secrets=secrets), "", shop)
    return _told(_buildah(shop, maker, reason), f" (no Docker: {reason})", shop)


def _buildah(shop: Workshop, maker: BaseMaker, docker: str) -> BuildahBuilder:
    program = shop.tools / "buildah"
    if os.geteuid() != 0:
        raise NoBuilder(docker, "needs root")
    if not program.exists():
        raise NoBuilder(docker, f"no {program}")
    store = open_store(program, libraries_of(program), shop.folder, shop.scratch, shop.env)
    if store is None:
        raise NoBuilder(docker, "its storage can't be opened")
    return BuildahBuilder(store=store, maker=maker, settings=maker.settings)


def _told(builder: Builder, why: str, shop: Workshop) -> Builder:
    shop.say(f"built with {builder.title}{why}")
    return builder
