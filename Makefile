PYTHON ?= python3
# -rs: a test that this machine can't run says so, by name.
PYTEST = .venv/bin/python -m pytest -rs

.PHONY: up down status test test-fast check venv bench-plan bench-cost bench-serving

up: ; @$(PYTHON) -m bootstrap up
down: ; @$(PYTHON) -m bootstrap down
status: ; @$(PYTHON) -m bootstrap status
venv: ; @$(PYTHON) -m bootstrap step venv
test: up ; @$(PYTHON) -m bootstrap exec --tools-only $(PYTEST)
test-fast: venv ; @$(PYTEST) -m "not engine and not bare and not cluster"
check: venv ; @.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy -p slipway -p bootstrap -p examples
bench-plan: venv ; @$(PYTHON) -m bootstrap exec --tools-only .venv/bin/python -m tests.benchmarks.plan_speed
bench-cost: venv ; @.venv/bin/python -m tests.benchmarks.cost_speed
bench-serving: venv ; @.venv/bin/python -m tests.benchmarks.serving.main
