# What recipes get of variables that nobody gave.
print-defaults:
	@echo "$$JOBS $$PORT"
