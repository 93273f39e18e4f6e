# Thin: every recipe calls a tool that can be called by hand. `make help` lists the targets.
SHELL := /bin/bash
.DELETE_ON_ERROR:
# With `make -j` steps of tools/setup would meet. Each build uses all processors by itself (JOBS).
.NOTPARALLEL:

# What people give is text: make does not expand it a second time, and recipes read it from the environment ("$$SOURCE"), so
# that neither make nor a shell finds a command in it.
GIVEN := MODEL NAME TYPE SOURCE PORT JOBS BENCH WRITE FUZZ FUZZ_SECONDS FUZZ_RUNS SOAK BEFORE
is_from = $(filter $(1),$(firstword $(origin $(2))))
$(foreach name,$(GIVEN),$(if $(call is_from,command environment,$(name)),\
  $(eval $(if $(call is_from,command,$(name)),override )$(name) := $$(value $(name)))))
JOBS ?= $(shell nproc)
JOBS := $(JOBS)
PORT ?= 8080

PYTHON := .cache/venv/bin/python
# The recipe (models/MODEL.json) that the demo and the page use. From the command line only, as NAME, TYPE and SOURCE:
# some systems have such a variable for something else.
MODEL := efficientnet-lite0
TOOLCHAIN := tools/in-toolchain
# Presets of CMakePresets.json that are built for Emscripten run where Emscripten is.

.PHONY: help setup native wasm model page demo serve test bench format clean
force:
.PHONY: force
.PHONY: fuzz fuzzers test-fuzz
.PHONY: faults faults-tests faults-tools faults-page page-for-tests
.PHONY: check test-tools test-lint test-native test-debug test-tsan test-wasm test-wasm-simd test-page test-page-in-chromium
.PHONY: test-arm test-arm-short arm
.PHONY: test-bench test-package library package sbom release

help:
	@echo 'make demo    set everything up, build, classify the sample pictures'
	@echo 'make serve   serve the page on http://127.0.0.1:'"$$PORT"'/ (PORT=N for another port)'
	@echo 'make test    set everything up, build, run every test'
	@echo 'make check   while working on a change: native tests, lint, the page in one browser (5 minutes)'
	@echo 'make faults  run the tests of the fault table in docs/faults.md and print it (WRITE=--write: into the file)'
	@echo 'make model NAME=resnet18 [SOURCE=FILE] [TYPE=float32]   another weight file (models/*.json); the page'
	@echo '             then has it too, and MODEL=resnet18 with demo, page, serve or bench takes it first'
	@echo 'make package  the npm package, in dist/package;  make library  what cmake --install build/native installs'
	@echo 'make release  what is published, in dist/release: page, npm package, native package, wheel,'
	@echo '             bill of materials (make sbom), SHA256SUMS'
	@echo 'make fuzz    look for faults of the readers of pictures, weights and sidecars, 10 minutes each (FUZZ_SECONDS=N, FUZZ_RUNS=N)'
	@echo 'make bench   time Glance beside its peers (about an hour), write docs/benchmarks (BENCH=--help for'
	@echo '             less), the tasks of the page with many pictures, and teaching beside scikit-learn'
	@echo 'make soak    10,000 pictures: nothing grows;  make reproduce  everything built twice has the same bytes (long)'
	@echo 'make native | wasm | model | page   build one part'
	@echo 'make format  format the sources'
	@echo 'make clean   remove build/ and dist/ (.cache/ keeps the toolchain)'

# Everything. The targets after it set up what one part needs; each does nothing when that is there.
setup:
	@tools/setup

.PHONY: setup-native setup-wasm setup-model setup-page
setup-native:
	@tools/setup packages sources

setup-wasm:
	@tools/setup packages sources toolchain

setup-model:
	@tools/setup python weights

setup-page:
	@tools/setup python weights node

# --- building ----------------------------------------------------------------------------------

build/native/build.ninja: | setup-native
	@tools/step configure-native 'Configuring the native build' cmake --preset native

build/native-arm64/build.ninja: | setup-native
	@tools/setup arm64
	@tools/step configure-arm64 'Configuring the build for ARM64' cmake --preset native-arm64

build/native-tsan/build.ninja: | setup-native
	@tools/step configure-tsan 'Configuring the native build with ThreadSanitizer' cmake --preset native-tsan

# XNNPACK is not instrumented, so it is taken from the native build.
build/native-debug/build.ninja: | build/native/build.ninja
	@tools/step configure-debug 'Configuring the native build with sanitizers' cmake --preset native-debug

# The same core four times, for browsers that can do different things; the page picks one. Most of it is compiled once:
# `wasm` makes archives for all four builds, `wasm-relaxed` some more for wasm-relaxed-threads (cmake/shared_archives.cmake).
WASM_PRESETS := wasm wasm-relaxed wasm-threads wasm-relaxed-threads
.PHONY: $(WASM_PRESETS:%=core-%) $(WASM_PRESETS:wasm-%=test-wasm-%)

build/wasm-relaxed/build.ninja build/wasm-threads/build.ninja: | core-wasm
build/wasm-relaxed-threads/build.ninja: | core-wasm-relaxed
core-wasm-relaxed core-wasm-threads: core-wasm
core-wasm-relaxed-threads: core-wasm-relaxed

$(WASM_PRESETS:%=build/%/build.ninja): build/%/build.ninja: | setup-wasm
	@tools/step configure-$* 'Configuring the WebAssembly build $*' $(TOOLCHAIN) cmake --preset $*

native: build/native/build.ninja
	@tools/step build-native 'Building the command line (the first time about a minute)' \
	  cmake --build --preset native --parallel "$$JOBS" --target glance glance_c

wasm: $(WASM_PRESETS:%=core-%)

# Teaching is a module of its own, built once.
ALSO_wasm := glance-teach

$(WASM_PRESETS:%=core-%): core-%: build/%/build.ninja
	@tools/step build-$* 'Building for WebAssembly: $* (the first time about a minute)' \
	  $(TOOLCHAIN) cmake --build --preset $* --parallel "$$JOBS" --target glance-core $(ALSO_$*)

# `make model NAME=resnet18 [SOURCE=PATH]` makes build/models/NAME.safetensors by the recipe models/NAME.json, from the weights in
# PATH when it is given. It is int8 when there are ranges (models/NAME.ranges.json). TYPE=float32 makes NAME-float32.safetensors.
NAME := $(MODEL)
TYPE := default
SOURCE :=
RECIPES := $(filter-out %.ranges %.hierarchy,$(patsubst models/%.json,%,$(wildcard models/*.json)))
# $(1), when it is the name of one recipe.
recipe = $(or $(and $(filter 1,$(words $(1))),$(filter $(RECIPES),$(1))),$(error \
  no recipe models/$(1).json; there are: $(RECIPES)))
WEIGHTS_default := $(call recipe,$(NAME))
WEIGHTS_int8 := $(WEIGHTS_default)
WEIGHTS_float32 := $(WEIGHTS_default)-float32
model: build/models/$(or $(WEIGHTS_$(TYPE)),$(error TYPE=$(TYPE): want int8 or float32)).safetensors

build/models/%.safetensors: .cache/models/%.safetensors
	@mkdir -p $(@D) && cp $< $@

CONVERTER := tools/make_model.py tools/convert_model.py $(wildcard tools/convert/*.py tools/convert/*/*.py models/imagenet.*)
make_model = $(PYTHON) tools/make_model.py $* --type $(1) $${SOURCE:+--source="$$SOURCE"} --output $@

.cache/models/%.safetensors: models/%.json $(wildcard models/*.ranges.json) $(CONVERTER) $(if $(SOURCE),force) | setup-model
	@mkdir -p $(@D)
	@tools/step model-$* 'Making the weight file of $*' $(call make_model,$(if $(filter int8,$(TYPE)),int8,default))

.cache/models/%-float32.safetensors: models/%.json $(CONVERTER) $(if $(SOURCE),force) | setup-model
	@mkdir -p $(@D)
	@tools/step model-$*-float32 'Making the float32 weight file of $*' $(call make_model,float32)

# make would delete these as intermediate files; making them takes a while.
.PRECIOUS: .cache/models/%.safetensors .cache/models/%-float32.safetensors

# The page offers every weight file that was made, the one of MODEL first.
MODEL_FILE := build/models/$(call recipe,$(MODEL)).safetensors
page_models = $(MODEL_FILE) $(filter-out $(MODEL_FILE) %-float32.safetensors,$(sort $(wildcard build/models/*.safetensors)))

bundle := node tools/release/bundle.mjs --cores build --samples .cache/samples

page: wasm $(MODEL_FILE) | setup-page
	@tools/step page 'Assembling the page in dist/' $(bundle) $(addprefix --model ,$(page_models)) --out dist

# What `cmake --install build/native --component glance` installs.
library: build/native/build.ninja build/models/efficientnet-lite0.safetensors
	@tools/step build-library 'Building the library' cmake --build --preset native --parallel "$$JOBS" --target glance_install

# What `npm pack` makes the npm package of.
write_package := tools/step package 'Assembling the npm package in dist/package' node tools/release/bundle_package.mjs
package: wasm build/models/efficientnet-lite0.safetensors
	@$(write_package)

# What the page and the packages consist of: build/glance-VERSION.cdx.json.
write_sbom := tools/step sbom 'Writing the bill of materials' $(PYTHON) tools/release/make_sbom.py
sbom: page
	@$(write_sbom)

# Everything that is published, in dist/release.
release: page library
	@$(write_package)
	@$(write_sbom)
	@tools/step release 'Assembling the release in dist/release' $(PYTHON) tools/release/make_release.py

# --- using -------------------------------------------------------------------------------------

# The command line answers first; the toolchain for the page arrives meanwhile.
demo: export GLANCE_PLAN_SAID := yes
demo:
	@tools/setup --plan
	@tools/setup packages
	@tools/beside 'tools/setup toolchain node' $(MAKE) --no-print-directory answers
	@$(MAKE) --no-print-directory page
	@echo
	@echo 'The page:  open dist/index.html by double click, or run `make serve`'
	@echo 'Your own:  build/native/glance classify PICTURE...'

.PHONY: answers
answers: native $(MODEL_FILE)
	@echo && echo 'The sample pictures, classified on this machine:' && echo
	@build/native/glance classify --top-k 3 --model $(MODEL_FILE) .cache/samples/*
	@echo

serve: page
	@node tools/serve.mjs --directory dist --port "$$PORT"

# BENCH holds options of the benchmark, such as --quick.
bench: native page
	@tools/setup browsers bench goldens
	@node tools/bench/bench.mjs $$BENCH
	@tools/timed 'How long the page is busy' node tools/bench/page_tasks.mjs
	@tools/timed 'Teaching beside scikit-learn' node tools/bench/teaching.mjs

# --- testing -----------------------------------------------------------------------------------

# The default weight file, and the same network in float32, which tests compare with published references.
TEST_MODELS := $(addprefix build/models/efficientnet-lite0,.safetensors -float32.safetensors)

RUN_NODE_TESTS := node --import ./tools/register_typescript.mjs --test --test-concurrency=1 --test-timeout=300000
RUN_PAGE_TESTS := env GLANCE_DIST=$(CURDIR)/build/page-for-tests node wasm-tests/run.mjs

# Everything that must hold before a change lands; and what to run while one works on it: at most 5 minutes on 2 cores
# after the first build. Both list at the end how long each step took.
TESTS := tools native debug arm-short fuzz wasm page package bench lint
CHECKS := native lint page-in-chromium

test:
	@tools/timed --list $(MAKE) --no-print-directory $(TESTS:%=test-%)
	@echo && echo 'All tests passed.'

check:
	@tools/timed --list $(MAKE) --no-print-directory $(CHECKS:%=test-%)
	@echo && echo 'All of `make check` passed; `make test` runs every test.'

test-tools: setup native $(TEST_MODELS)
	@tools/setup hierarchy sidecars
	@tools/step build-decode-pictures 'Building what tools/damage_pictures.py decodes with' \
	  cmake --build --preset native --parallel "$$JOBS" --target decode_pictures
	@tools/timed 'Tests of the tools' $(PYTHON) -m pytest --numprocesses "$$JOBS" tools/tests
	@$(PYTHON) tools/check_layers.py

test-native: native $(TEST_MODELS)
	@tools/step build-native-tests 'Building the native tests' cmake --build --preset native --parallel "$$JOBS"
	@tools/timed 'Native tests' ctest --preset native --parallel "$$JOBS"

test-debug: native build/native-debug/build.ninja $(TEST_MODELS)
	@tools/step build-debug 'Building the native tests with sanitizers (the first time about a minute)' \
	  cmake --build --preset native-debug --parallel "$$JOBS"
	@tools/timed 'Native tests under AddressSanitizer and UBSan' ctest --preset native-debug --parallel "$$JOBS"

# Not part of `make test`, since it builds all of XNNPACK again, which takes minutes. ThreadSanitizer needs memory at fixed
# addresses; `setarch -R` keeps the system from choosing them at random.
test-tsan: build/native-tsan/build.ninja $(TEST_MODELS)
	@tools/step build-tsan 'Building what runs threads with ThreadSanitizer (the first time about 5 minutes)' \
	  cmake --build --preset native-tsan --parallel "$$JOBS" --target infer_test classifier_test
	@echo '== Threads under ThreadSanitizer'
	@GTEST_FILTER='Network.*:Threads.*' TSAN_OPTIONS=halt_on_error=1 \
	  $(shell setarch -R true 2>/dev/null && echo setarch -R) \
	  ctest --preset native-tsan -R '^(infer|classifier_.)$$' --fixture-exclude-any '.*'

# The build for ARM64, run by an emulator (tools/emulate) as each of the processors that tools/setup makes. They have
# kernels of their own for the network, so its tests run for each, all other tests for one.
ARM_PROCESSORS := cortex-a53 cortex-a72 cortex-a76 max
on_arm = tools/timed 'Tests of the network for ARM64: $(1)' \
  env QEMU_CPU=$(1) ctest --preset native-arm64 --parallel "$$JOBS" -R '^(infer|infer_guarded)$$'

arm: build/native-arm64/build.ninja
	@tools/setup arm64
	@tools/step build-arm64 'Building the command line for ARM64 (the first time about two minutes)' \
	  cmake --build --preset native-arm64 --parallel "$$JOBS" --target glance infer_test infer_guarded_test

test-arm-short: arm native $(TEST_MODELS)
	@$(call on_arm,cortex-a53)
	@$(call on_arm,max)
	@tools/timed 'Answers of the build for ARM64' $(PYTHON) tools/check_arm64.py --short

# Most of an hour on two cores.
test-arm: arm native $(TEST_MODELS)
	@tools/step build-arm64-tests 'Building all native tests for ARM64' \
	  cmake --build --preset native-arm64 --parallel "$$JOBS"
	@$(foreach processor,$(ARM_PROCESSORS),$(call on_arm,$(processor)) && ) true
	@tools/timed 'All other native tests for ARM64' env QEMU_CPU=max \
	  ctest --preset native-arm64 --parallel "$$JOBS" -E '^(infer|infer_guarded)$$'
	@tools/timed 'Answers of the build for ARM64' $(PYTHON) tools/check_arm64.py

# --- fuzzing: what to run is in tools/fuzz --------------------------------------------------------

FUZZ_SECONDS ?= 600
FUZZ_RUNS ?= 10000000
# Of picture, classify, model, network, c_interface, sidecar, weights; all when empty.
FUZZ ?=

# XNNPACK is taken from the native build.
build/native-fuzz/build.ninja build/native-fuzz-coverage/build.ninja: build/%/build.ninja: | setup native
	@tools/setup fuzz
	@tools/step configure-$* 'Configuring the build $*' $(TOOLCHAIN) cmake --preset $*

fuzzers: build/native-fuzz/build.ninja
	@tools/setup fuzz
	@tools/step build-fuzz 'Building the fuzzers (the first time about half a minute)' \
	  $(TOOLCHAIN) cmake --build --preset native-fuzz --parallel "$$JOBS"

test-fuzz: fuzzers
	@tools/timed 'Fuzzing for a short time' $(PYTHON) tools/fuzz --short

# Continues the last run: .cache/fuzz keeps the inputs that reached new code.
fuzz: fuzzers build/native-fuzz-coverage/build.ninja
	@tools/step build-fuzz-coverage 'Building the fuzzers that count lines' \
	  $(TOOLCHAIN) cmake --build --preset native-fuzz-coverage --parallel "$$JOBS"
	@$(PYTHON) tools/fuzz --seconds "$$FUZZ_SECONDS" --runs "$$FUZZ_RUNS" $$FUZZ

OTHER_PRESETS := $(filter-out wasm,$(WASM_PRESETS))

test-wasm: test-wasm-simd $(OTHER_PRESETS:%=test-%)

test-wasm-simd: core-wasm $(TEST_MODELS)
	@tools/step build-wasm-tests 'Building the tests for WebAssembly' \
	  $(TOOLCHAIN) cmake --build --preset wasm --parallel "$$JOBS"
	@tools/timed 'The same tests in WebAssembly' $(TOOLCHAIN) ctest --preset wasm --parallel "$$JOBS"

# The other builds differ in how they compute, so only the tests that compute run again.
$(OTHER_PRESETS:%=test-%): test-%: core-% $(TEST_MODELS)
	@tools/step build-$*-tests 'Building the tests of the network for $*' \
	  $(TOOLCHAIN) cmake --build --preset $* --parallel "$$JOBS" --target infer_test classifier_test
	@tools/timed 'Tests of the network for $*' \
	  $(TOOLCHAIN) ctest --preset $* --parallel "$$JOBS" -R '^(infer|classifier_.)$$'

# dist/ has every weight file that was made. The tests need a page that has only the default one.
page-for-tests: page native $(TEST_MODELS)
	@tools/setup browsers
	@tools/step page-for-tests 'Assembling the page that is tested' \
	  $(bundle) --model $(firstword $(TEST_MODELS)) --out build/page-for-tests

test-page: page-for-tests
	@tools/timed 'Tests of the library and the page' $(RUN_PAGE_TESTS)

# Without the files that take long and check what rarely changes: accuracy, accessibility, repeated faults.
test-page-in-chromium: page-for-tests
	@tools/timed 'Tests of the library and the page, in Chromium' $(RUN_PAGE_TESTS) --engine chromium --quick

# README's commands come first: they assemble dist/ anew, without the packages.
test-package: page
	@tools/setup browsers package
	@tools/timed "README's commands" $(PYTHON) tools/package/tests/two_commands.py
	@$(MAKE) --no-print-directory release
	@tools/timed 'Tests of the packages and their examples' $(RUN_NODE_TESTS) tools/package/tests/*.test.mjs
	@tools/timed 'Tests of the wheel, the library and the documents' \
	  $(PYTHON) -m unittest discover --start-directory tools/package/tests

test-bench: page
	@tools/setup browsers bench
	@tools/timed 'Tests of the benchmark' $(RUN_NODE_TESTS) tools/bench/tests/

test-lint: setup native
	@tools/step lint 'Checking formats, types, JavaScript, Python and shell' tools/lint format types scripts python shell spills
	@tools/step tidy 'Running clang-tidy' tools/lint tidy

# Runs the tests that report a figure of the fault table (docs/faults.md) and prints the table, even when some of them fail.
# WRITE=--write puts it into the document.
FAULTS := $(CURDIR)/build/faults
WRITE ?=

faults:
	@rm -rf $(FAULTS) && mkdir -p $(FAULTS)
	@GLANCE_FAULTS=$(FAULTS) GLANCE_THREAD_RUNS=1000 $(MAKE) --no-print-directory --keep-going faults-tests; status=$$?; \
	  python3 tools/faults/make_fault_table.py $(FAULTS) $$WRITE && exit $$status

faults-tests: test-native test-debug test-tsan test-fuzz test-wasm-simd test-wasm-threads faults-tools faults-page

faults-tools: setup native $(TEST_MODELS)
	@PYTHONPATH=tools/tests $(PYTHON) -m unittest $$(cd tools/tests && grep -l 'report_fault(' test_*.py | sed 's/\.py$$//')

faults-page: page-for-tests
	@$(RUN_PAGE_TESTS) $$(grep -rl 'reportFault(' wasm-tests --include='*.test.mjs')

# --- long, by name ------------------------------------------------------------------------------

# Classifies 10,000 pictures and loads the model 100 times: natively, in the WebAssembly core, in the library. About 6 minutes.
SOAK ?= 10000
.PHONY: soak reproduce
soak: native wasm $(TEST_MODELS)
	@tools/step build-soak 'Building the native soak' cmake --build --preset native --parallel "$$JOBS" --target classifier_allocations_test
	@GLANCE_SOAK="$$SOAK" build/native/native-tests/classifier/classifier_allocations_test --gtest_filter='Soak.*'
	@GLANCE_SOAK="$$SOAK" node --import ./tools/register_typescript.mjs --test --test-concurrency=1 wasm-tests/library/soak.test.mjs wasm-tests/library/soak_library.test.mjs

# Builds everything that is published twice, from HEAD in two folders, and compares the files: about a quarter of an hour.
# BEFORE is put before the command of each step, such as 'nice -n 10'.
BEFORE ?=
reproduce: setup
	@$(PYTHON) tools/release/reproduce.py --before "$$BEFORE"

format: setup
	@tools/lint format --fix

clean:
	rm -rf build dist

# Below all defaults: a name that is exported counts as defined.
export $(GIVEN)
