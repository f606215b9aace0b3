"""One file per pair of variant and target: config in, platform out; `stacks/build.py` picks."""
