"""The `slipway` command: one file per subcommand, each thin over a module below."""
