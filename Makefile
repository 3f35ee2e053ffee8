.venv/done: requirements.lock pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install -q --require-hashes -r requirements.lock
	.venv/bin/pip install -q --no-deps --no-build-isolation -e .
	touch $@
