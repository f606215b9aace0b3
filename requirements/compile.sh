#!/bin/sh
# Pins every dependency with hashes and without any index address. Run it from the repository root.
set -eu
PATH=".venv/bin:$PATH"
compile() { # <output> <arguments...>
  output="requirements/$1.txt"
  shift
  uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate \
    --custom-compile-command "requirements/compile.sh" --output-file "$output" "$@"
}
compile dev --extra cli --extra serving --extra release --extra monitoring --extra tracking --group dev
# The images take their subsets from the same resolution, so that a model is served by the versions that trained it.
compile serving --extra serving --constraint requirements/dev.txt
compile monitoring --extra monitoring --constraint requirements/dev.txt
compile tracking --extra tracking --constraint requirements/dev.txt
