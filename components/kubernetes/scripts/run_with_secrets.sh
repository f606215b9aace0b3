#!/bin/sh
# Runs a program with the contents of files as variables: VARIABLE=FILE ... -- PROGRAM ARGUMENT ...
# For programs that take a secret from their environment and nowhere else.
set -eu

while [ "$1" != -- ]; do
  # On a line of its own: `export` would hide that a file can't be read.
  value=$(cat "${1#*=}")
  export "${1%%=*}=$value"
  shift
done
shift
exec "$@"
