"""What a PDF must pass, and what it says."""

import io
import re

import page
import pypdf

PROFILES = ("ua1", "2a")
_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\nstream\n")


def assert_for_everybody_and_for_ever(pdf: bytes) -> None:
    """Nothing is found against PDF/UA-1 (anybody reads it) and PDF/A-2a (an archive keeps it)."""
    for profile in PROFILES:
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.rules.total > 100, "the checker looked at next to nothing"
        found = [f"{f.rule_id}: {f.message}" for f in report.failures]
        if _streams_are_as_long_as_they_say(pdf):
            # The checker takes a stream's own last byte, when that is a CR, for the line's end.
            found = [told for told in found if not told.startswith("PDFA2A-STREAM-LENGTH-001")]
        assert not found, found


def _streams_are_as_long_as_they_say(pdf: bytes) -> bool:
    streams = list(_STREAM.finditer(pdf))
    ends = [pdf[stream.end() + int(stream[1]) :][:10] for stream in streams]
    return bool(ends) and all(end == b"\nendstream" for end in ends)


def read(pdf: bytes) -> str:
    """Its words in reading order, with single spaces, and without the places to break."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = "\n".join(found.extract_text() for found in pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def assert_in_order(text: str, *told: str) -> None:
    """Each of `told` stands in the text, after the one before it."""
    at = 0
    for words in told:
        found = text.find(words, at)
        assert found >= 0, f"{words!r} is not after: …{text[max(at - 80, 0) : at + 200]}"
        at = found + len(words)
