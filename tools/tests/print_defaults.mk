# What recipes get of variables that nobody gave.
print-defaults:
	@echo "$$JOBS $$PORT $$MODEL $$NAME $$TYPE $$FUZZ_SECONDS $$FUZZ_RUNS $$SOAK"
