#!/bin/sh
# Pins every dependency with hashes and without any index address. Run it from the repository root.
set -eu
PATH=".venv/bin:$PATH"
compile() { # <output> <arguments...>
  output="requirements/$1.txt"
  shift
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate \
    --custom-compile-command "requirements/compile.sh" --output-file "$output" "$@"
}
compile dev pyproject.toml --extra aws --extra azure --extra cli --group dev
# The images take their subsets from the same resolution, so that a model is served by the versions that trained it.
for image in serving serving-onnx monitoring tracking; do
  compile "$image" --group "$image" --constraint requirements/dev.txt
done
