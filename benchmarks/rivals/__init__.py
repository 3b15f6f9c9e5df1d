"""guidelint beside other tools, measured in one run: ``python -m benchmarks.rivals --help``."""
