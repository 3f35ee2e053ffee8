# Everything that one does with this checkout. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup book test lint format bench catalogue man docs clean

bin := .venv/bin
tests ?= tests

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## install what is missing: system libraries, fonts, Python packages
	@tools/setup

book: setup ## make the sample book, EPUB and PDF, in dist/
	@$(bin)/publish epub seeds
	@$(bin)/publish pdf seeds

test: setup ## run the tests (some of them: make test tests=tests/test_book.py)
	@$(bin)/python -m pytest -n auto --dist loadfile $(tests)

lint: setup ## check style and types
	@$(bin)/python -m ruff check .
	@$(bin)/python -m ruff format --check .
	@$(bin)/python -m mypy

format: setup ## put the code in the house format
	@$(bin)/python -m ruff check --fix .
	@$(bin)/python -m ruff format .

bench: setup ## measure time and memory, as ratios
	@for script in bench/*.py; do echo "$$script"; $(bin)/python $$script || exit 1; done

man: setup ## write the pages of the manual into build/man
	@$(bin)/python tools/man build/man

docs: ## build the site of the documentation in build/site, and check its links
	@test -x build/venv/bin/mkdocs || { python3 -m venv build/venv && build/venv/bin/pip install -q --require-hashes -r requirements-docs.lock; }
	@build/venv/bin/python tools/site build/site

catalogue: setup ## bring the messages and types of the code into the catalogues and schemas
	@$(bin)/python tools/catalogue
	@$(bin)/python tools/schemas

clean: ## delete what was made, .venv too
	rm -rf .venv dist/*.epub dist/*.pdf .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
