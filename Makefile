BIN := .venv/bin
PYTEST := $(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

unexport PYTHONDONTWRITEBYTECODE # what one worker has compiled serves the other and every process of a test

.DEFAULT_GOAL := help
.PHONY: help demo test test-long check bench setup lock clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 20

demo: ## Run the demonstration round and serve the pages (LATER=10: ten days on; PORT=8001: elsewhere)
	@requirements/install run
	@$(BIN)/roundtrip demo $(if $(LATER),--later "$(LATER)") $(if $(PORT),--port "$(PORT)")

test: check ## Run the checks and the tests (SKIP_POSTGRES=1 leaves PostgreSQL out, SKIP_E2E=1 the browser)
	@$(BIN)/python -m tests.postgres
	@$(BIN)/python -m tests.browser
	@$(PYTEST) -m "not slow"

test-long: check ## Run the checks and every test, the slow ones too
	@$(BIN)/python -m tests.postgres
	@$(BIN)/python -m tests.browser
	@$(PYTEST)

check: setup ## Check format, lint, types and import directions
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: setup ## Measure the engine against bare SciPy, the pages under load, and a whole round of 8,000
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.load
	@$(BIN)/python -m tests.bench.life

setup: ## Make .venv with everything the house, its tests and its checks need
	@requirements/install test

lock: ## Resolve the locks anew after a change in pyproject.toml (needs uv; LOCK=--upgrade raises the versions)
	@$(COMPILE) $(LOCK) --extra setup -o requirements/run.txt pyproject.toml
	@$(COMPILE) $(LOCK) --extra setup --extra test -c requirements/run.txt -o requirements/test.txt pyproject.toml

clean: ## Remove .venv, caches and built files; databases stay
	@rm -rf .venv dist .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
