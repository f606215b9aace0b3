"""The Pulumi program: load the config, build the platform, export what operators need."""

from slipway.stacks.build import build
from slipway.stacks.capacity import require_capacity
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_engine
from slipway.stacks.exports import export

config = load(from_engine())
require_capacity(config)
export(config, build(config))
