"""A Word file that shows how a policy is written so that it is read without a doubt."""

from pathlib import Path

SAMPLE = Path(__file__).parent / "eksempelpolitik.docx"
"""Made by `python -m tests.policies.importers.make_sample`; a test reads it."""
