# Every target does its own set-up; the second time it is quick.
# make run    a demo meeting in the browser       make test   everything that must hold

SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
BIN := .venv/bin
FLASK := $(BIN)/flask --app app
SERVING := .venv/serving.stamp
TESTING := .venv/testing.stamp
RELEASE ?= build/release

.PHONY: run test demo bench fuzz lighthouse pictures lint lock catalogue test-release faults sbom test-verifiers clean
.DEFAULT_GOAL := help

.PHONY: help
help:
	@echo "make run    演示会议，浏览器里打开就能投票   a demo meeting, ready to vote in the browser"
	@echo "make test   全部检查                         everything that must hold"
	@echo "make demo   116 人投票走完全程               a whole meeting with 116 scripted voters"
	@echo "make pictures 重拍文档里的图   make lighthouse 慢手机测速"
	@echo "make bench  测速    make lint  代码检查    make lock  重新锁定依赖    make clean  清理"

run: $(SERVING)
	@export APPRAISAL_HOST="$${APPRAISAL_HOST:-0.0.0.0}"; $(FLASK) db upgrade && exec $(FLASK) demo --serve

demo: $(SERVING)
	@$(FLASK) demo

# Three at a time on two cores: most of them wait for servers, browsers and disks. The long ones come first as they stand.
test: lint
	@$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder

# The faults again and longer, before a release: 500 kills, 1000 power cuts, 200 races to the close.
faults: $(TESTING)
	@THOROUGH=1 $(BIN)/python -m pytest -n 2 -o faulthandler_timeout=7200 tests/faults

# Everything that reads what strangers send, and every form and address, for SECONDS each; before a release.
SECONDS ?= 60
fuzz: $(TESTING)
	@$(BIN)/python -m tests.fuzz $(SECONDS)
	@FUZZ_EXAMPLES=$$(( $(SECONDS) * 40 )) $(BIN)/python -m pytest -n 2 -o faulthandler_timeout=7200 tests/web/desk/test_every_form.py

lint: $(TESTING)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(TESTING)
	@$(BIN)/python -m bench

# How soon a slow phone shows the ballot; before releases.
lighthouse: $(TESTING)
	@$(BIN)/python -m bench.lighthouse

# What README and guides show, taken anew from the running application.
pictures: $(TESTING)
	@$(BIN)/python -m docs.pictures.phone
	@$(BIN)/python -m docs.pictures.tour
	@$(BIN)/python -m docs.pictures.desk
	@$(BIN)/python -m docs.pictures.take

# The lock holds exact versions and hashes for Linux and Windows; written after pyproject.toml changed.
lock: $(TESTING)
	@$(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" -o requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --extra redis --quiet --universal --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --constraint requirements.txt -o requirements-redis.txt
	@$(BIN)/uv pip compile pyproject.toml --extra redis --extra dev --quiet --universal --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --constraint requirements-redis.txt -o requirements-dev.txt

# The English catalogue follows the Chinese sentences of code and templates; prints what waits for its English.
catalogue: $(TESTING)
	@deploy/catalogue.sh

# What the program is built from, for those who must know: CycloneDX, read off the lock.
sbom: $(SERVING)
	@mkdir -p build && $(BIN)/python deploy/sbom.py build/sbom.json && echo build/sbom.json

# A clone of what is committed must pass by itself, with nothing of this folder.
test-release:
	@rm -rf $(RELEASE) && git clone --quiet . $(RELEASE) && $(MAKE) -C $(RELEASE) test

# Both checkers of archives on everything: 10 000 damaged archives, 1 000 of any shape, every byte flipped.
test-verifiers: $(TESTING)
	@APPRAISAL_RELEASE=1 $(BIN)/python -m pytest -n 2 -o faulthandler_timeout=7200 tests/verifying tests/browser/test_verify_page.py

clean:
	@rm -rf build demo-out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(SERVING): requirements.txt
	@deploy/venv.sh "$(PYTHON)" requirements.txt && touch $@

$(TESTING): requirements-dev.txt deploy/debian-test-packages.sh
	@deploy/debian-test-packages.sh
	@deploy/venv.sh "$(PYTHON)" requirements-dev.txt && touch $@ $(SERVING)
