"""Benchmarks measure the demo as the end-to-end tests see it. Run: python3 run.py bench NAME"""

from tests.e2e.conftest import demo

__all__ = ["demo"]
