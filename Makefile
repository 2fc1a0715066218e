# Two commands: `make demo` shows the whole thing on this machine, `make test` passes the tests.
# Both create what they need in .venv; nothing else is touched.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types check lock clean

.venv/ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("intake needs Python 3.11 or later, this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: .venv/ready
	$(BIN)/intake demo demo

test: .venv/ready
	$(BIN)/python -m pytest $(ARGS)

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

check: lint types test

# Renews the lock file. Needs uv.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --group dev --extra postgresql \
		--python-version 3.11 --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv demo
