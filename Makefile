# Thin: every recipe calls a tool that can be called by hand. `make help` lists the targets.
SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON := .cache/venv/bin/python
# The recipe (models/MODEL.json) that the demo and the page use.
MODEL ?= efficientnet-lite0
TOOLCHAIN := tools/in-toolchain
# Presets of CMakePresets.json that are built for Emscripten run where Emscripten is.
JOBS ?= $(shell nproc)
PORT ?= 8080

.PHONY: help setup native wasm model page demo serve test bench format clean
force:
.PHONY: force
.PHONY: test-tools test-lint test-native test-debug test-wasm test-page test-bench

help:
	@echo 'make demo    set everything up, build, classify the sample pictures'
	@echo 'make serve   serve the page on http://127.0.0.1:$(PORT)/ (PORT=N for another port)'
	@echo 'make test    set everything up, build, run every test'
	@echo 'make model NAME=resnet18 [SOURCE=FILE]   another weight file (models/*.json), then MODEL=resnet18'
	@echo '             with demo, page, serve or bench uses it'
	@echo 'make bench   time Glance beside its peers (about 40 minutes), write BENCHMARKS.md; BENCH=--help for less'
	@echo 'make native | wasm | model | page   build one part'
	@echo 'make format  format the C++ sources'
	@echo 'make clean   remove build/ and dist/ (.cache/ keeps the toolchain)'

setup:
	@tools/setup

# --- building ----------------------------------------------------------------------------------

build/native/build.ninja: | setup
	@tools/step configure-native 'Configuring the native build' cmake --preset native

build/native-debug/build.ninja: | setup
	@tools/step configure-debug 'Configuring the native build with sanitizers' cmake --preset native-debug

build/wasm/build.ninja: | setup
	@tools/step configure-wasm 'Configuring the WebAssembly build' $(TOOLCHAIN) cmake --preset wasm

native: build/native/build.ninja
	@tools/step build-native 'Building the command line (the first time about 2 minutes)' \
	  cmake --build --preset native --parallel $(JOBS) --target glance

wasm: build/wasm/build.ninja
	@tools/step build-wasm 'Building for WebAssembly (the first time about 2 minutes)' \
	  $(TOOLCHAIN) cmake --build --preset wasm --parallel $(JOBS) --target glance-core

# `make model NAME=resnet18 [SOURCE=PATH]`: another recipe, from a file that is already there.
NAME ?= $(MODEL)
model: build/models/$(NAME).safetensors

build/models/%.safetensors: .cache/models/%.safetensors
	@mkdir -p $(@D) && cp $< $@

CONVERTER := tools/make_model.py tools/convert_model.py $(wildcard tools/convert/*.py tools/convert/*/*.py)
.cache/models/%.safetensors: models/%.json $(CONVERTER) $(if $(SOURCE),force) | setup
	@mkdir -p $(@D)
	@tools/step model-$* 'Making the weight file of $*' \
	  $(PYTHON) tools/make_model.py $* $(if $(SOURCE),--source '$(SOURCE)') --output $@

# Weight files take a while; keep them although only build/models is asked for.
.PRECIOUS: .cache/models/%.safetensors

page: wasm model
	@tools/step page 'Assembling the page in dist/' node tools/bundle.mjs \
	  --core build/wasm/src/bindings --model build/models/$(MODEL).safetensors --out dist

# --- using -------------------------------------------------------------------------------------

demo: native model page
	@echo && echo 'The sample pictures, classified on this machine:' && echo
	@build/native/glance classify --top-k 3 --model build/models/$(MODEL).safetensors .cache/samples/*
	@echo
	@echo 'The page:  open dist/index.html by double click, or run `make serve`'
	@echo 'Your own:  build/native/glance classify PICTURE...'

serve: page
	@node tools/serve.mjs --directory dist --port $(PORT)

# BENCH holds options of the benchmark, such as --quick.
bench: native page
	@tools/setup browsers bench
	@node tools/bench/bench.mjs $(BENCH)

# --- testing -----------------------------------------------------------------------------------

test: test-tools test-native test-debug test-wasm test-page test-bench test-lint
	@echo && echo 'All tests passed.'

test-tools: setup native model
	@echo '== Testing the tools'
	@$(PYTHON) -m unittest discover --start-directory tools/tests
	@$(PYTHON) tools/check_layers.py

test-native: native model
	@tools/step build-native-tests 'Building the native tests' cmake --build --preset native --parallel $(JOBS)
	@echo '== Native tests'
	@ctest --preset native --parallel $(JOBS)

test-debug: build/native-debug/build.ninja model
	@tools/step build-debug 'Building the native tests with sanitizers (the first time about 3 minutes)' \
	  cmake --build --preset native-debug --parallel $(JOBS)
	@echo '== Native tests under AddressSanitizer and UBSan'
	@ctest --preset native-debug --parallel $(JOBS)

test-wasm: wasm model
	@tools/step build-wasm-tests 'Building the tests for WebAssembly' \
	  $(TOOLCHAIN) cmake --build --preset wasm --parallel $(JOBS)
	@echo '== The same tests in WebAssembly'
	@$(TOOLCHAIN) ctest --preset wasm --parallel $(JOBS)

test-page: page native
	@tools/setup browsers
	@echo '== Tests of the library and the page'
	@node wasm-tests/run.mjs

test-bench: page
	@tools/setup browsers bench
	@echo '== Tests of the benchmark'
	@node --test --test-concurrency=1 --test-timeout=300000 tools/bench/tests/

test-lint: wasm
	@tools/step format 'Checking the format of the C++ sources' $(TOOLCHAIN) tools/lint format
	@tools/step tidy 'Running clang-tidy' $(TOOLCHAIN) tools/lint tidy

format: setup
	@$(TOOLCHAIN) tools/lint format --fix

clean:
	rm -rf build dist
