# `make run` shows the product, `make test` checks it. Both prepare the machine first (`make setup`).
.DEFAULT_GOAL := build
.PHONY: setup build run test contracts screenshots clean

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

# The suites run in release mode, on the code that users run. Those that talk to servers of their own on loopback run one
# test after the other: beside tests that compute, on two cores, a server's answer would wait for its turn until it is late.
SERVER_SUITES = MarketFeedsTests|EthereumKitTests|OracleNodeTests

test: setup
	swift build -c release --build-tests
	swift test -c release --skip-build --skip '$(SERVER_SUITES)'
	swift test -c release --skip-build --no-parallel --filter '$(SERVER_SUITES)'

# Pictures of the node's pages, wide and narrow, light and dark, into Docs/images; the test that makes them also checks the pages.
screenshots: setup
	swift build -c release --build-tests
	ASSAY_SCREENSHOTS=$(CURDIR)/Docs/images swift test -c release --skip-build --no-parallel --filter OracleNodeTests.BrowserTests

# Writes the shipped feeds' verifiers anew and rewrites contracts/artifacts; needs the solc named in contracts/compile.py.
contracts: build
	for feed in feeds/*.yaml; do .build/release/assay verifier $$feed || exit 1; done
	python3 contracts/compile.py

clean:
	rm -rf .build .venv
