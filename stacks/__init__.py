"""The stack program, its config, and the `slipway` command. Nobody imports this from below."""
