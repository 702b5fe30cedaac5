# Everything runs in .venv, made from the lock files; nothing else is touched.
PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check
PROCESSES ?= 2
# To prepare every assertion for its failure takes as long as fifty tests; what failed runs once more and shows its values.
AGAIN = echo "Once more, with what was compared:"; .venv/bin/python -m pytest --last-failed --last-failed-no-failures none --maxfail 10
# What was compiled once is kept beside its source, whatever the shell says: half of a start is compiling otherwise.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run install test check proofs bench e2e lock clean

run: .venv/run.done  ## start the playground: a made-up community in Slack and Teams
	.venv/bin/warmline demo

install: .venv/run.done  ## the command line in .venv, without what only tests need

test: .venv/dev.done  ## the whole suite, on SQLite and on a real PostgreSQL
	.venv/bin/python -m pytest -n $(PROCESSES) --dist worksteal --assert=plain || { $(AGAIN); false; }

proofs: .venv/dev.done  ## the long form: processes killed for a minute, 10,000 random deeds, 1,000 races of eight
	WARMLINE_PROOF_SECONDS=60 .venv/bin/python -m pytest tests/test_many_processes.py tests/test_kill.py -s
	WARMLINE_PROOF_STEPS=10000 .venv/bin/python -m pytest tests/test_intro_machine.py -s
	WARMLINE_PROOF_ROUNDS=1000 .venv/bin/python -m pytest tests/test_intro_races.py -s
	WARMLINE_PROOF_MUTATIONS=10000 .venv/bin/python -m pytest tests/test_audit.py --timeout=900

check: .venv/dev.done  ## lint and types
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

bench: .venv/dev.done  ## what a turn costs, as ratios against bare servers on this machine
	.venv/bin/python -m bench

e2e: .venv/dev.done  ## beside programs of other makers (Node 20 or newer)
	mkdir -p .e2e && cp e2e/package.json e2e/package-lock.json .e2e/
	npm --prefix .e2e ci --no-audit --no-fund
	.venv/bin/python -m pytest tests/third_party

lock: .venv/dev.done  ## renew the lock files from pyproject.toml
	$(PIP) install -q uv
	.venv/bin/uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	.venv/bin/uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements.lock -o requirements-dev.lock

.venv/bin/python:
	@echo "Making the environment in .venv (once) ..."
	$(PYTHON) -c 'import sys; sys.exit("Warmline needs Python 3.11 or newer: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/run.done: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.done: requirements-dev.lock pyproject.toml | .venv/bin/python
	.venv/bin/python -m compileall -q bot adapters storage playground tests & $(PIP) install --require-hashes -r requirements-dev.lock && wait
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch .venv/run.done $@

clean:  ## forget the environment and the demo's data
	rm -rf .venv data
