"""The `pulumi` CLI as the commands use it: one stack, its environment, its outputs."""
