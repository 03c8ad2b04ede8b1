# `make run` shows the product, `make test` checks it. Both prepare the machine first (`make setup`).
.DEFAULT_GOAL := build
.PHONY: setup build run test contracts clean

FEED ?= feeds/btc-usd-option.yaml
RECORDING ?= usdc-depeg-2023-03
ARGS ?=

# System libraries and .venv; quick when they are there.
setup:
	@bash .ci/setup

build: setup
	swift build -c release --product assay

# Replays a recorded weekend: market data in, proofs and a contract's verdicts out.
run: build
	.build/release/assay replay $(FEED) --recording $(RECORDING) $(ARGS)

# The suites run in release mode, on the code that users run.
test: setup
	swift build -c release --build-tests
	swift test -c release --skip-build

# Writes the shipped feeds' verifiers anew and rewrites contracts/artifacts; needs the solc named in contracts/compile.py.
contracts: build
	for feed in feeds/*.yaml; do .build/release/assay verifier $$feed || exit 1; done
	python3 contracts/compile.py

clean:
	rm -rf .build .venv
