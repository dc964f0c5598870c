"""A PDF file, in; a policy's outline, out.

A tagged PDF says itself what is a heading and what a list; otherwise the size of the letters and
where they stand have to tell.
"""

import io
from typing import Any

import pdfplumber
import pypdfium2
from django.utils.translation import gettext as _
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from policies.importers.outline import ImportRefused, Outline
from policies.importers.pdf_device import draw
from policies.importers.pdf_layout import read_layout
from policies.importers.pdf_runs import Run, images_of, runs_of
from policies.importers.pdf_tables import Table, tables_of
from policies.importers.pdf_tags import TagReader, has_headings
from policies.importers.pdf_tree import tree_of
from policies.importers.pieces import MAX_LETTERS, Findings, place_of_page
from policies.importers.structure import outline_of

MAX_PAGES = 500
_PASSWORD = 4  # PDFium's FPDF_ERR_PASSWORD
_TAIL = 2_048  # bytes; where the end of a file is marked
_LEAST_LETTERS = 20  # on a page on average; with fewer it is a pile of pictures


def read_pdf(data: bytes, *, name: str = "") -> Outline:
    """The outline of a PDF file; `ImportRefused` when it is locked, broken, huge or a scan."""
    name = name or _("The file")
    _refuse_unreadable(data, name)
    findings = Findings(name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            tree = tree_of(pdf)
            headed = tree is not None and has_headings(tree)
            runs, tables = _pages(pdf, findings, tabled=not headed)
    # A file that PDFium opens may still be too broken for the parser, in any way at all.
    except (PDFException, PSException, PdfminerException, *_BROKEN) as error:
        if any(isinstance(each, MemoryError) for each in error.args):
            raise MemoryError from error
        message = _("%(name)s is damaged or only half of it came.")
        raise ImportRefused(message % {"name": name}) from error
    if tree is not None and headed:
        tags = TagReader(tree, runs, findings)
        if tags.are_trustworthy:
            tags.read()
            return outline_of(findings)
    if tree is not None:
        findings.doubt(
            _("The PDF's tags name no headings or leave text out; the type sizes were read.")
        )
    read_layout(runs, tables, findings)
    return outline_of(findings)


_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError)


def _refuse_unreadable(data: bytes, name: str) -> None:
    """What PDFium knows at once, before the slow parser begins."""
    if b"%%EOF" not in data[-_TAIL:]:
        # PDFium would mend it and be silent about what is gone.
        message = _("%(name)s is damaged or only half of it came.")
        raise ImportRefused(message % {"name": name})
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            message = _("%(name)s has a password. Save it without one.")
        else:
            message = _("%(name)s is damaged or only half of it came.")
        raise ImportRefused(message % {"name": name}) from error
    pages = len(document)
    document.close()
    if pages > MAX_PAGES:
        message = _("%(name)s has %(pages)s pages; a policy has at most %(limit)s.")
        raise ImportRefused(message % {"name": name, "pages": pages, "limit": MAX_PAGES})


def _pages(pdf: Any, findings: Findings, *, tabled: bool) -> tuple[list[Run], list[Table]]:
    """The letters of all pages, and the tables when they are wanted.

    A page is forgotten when it is read: each of its letters takes a kilobyte.
    """
    runs: list[Run] = []
    tables: list[Table] = []
    letters = 0
    for page in pdf.pages:
        layout, drawn = draw(page)
        found = runs_of(drawn, page.page_number, float(page.height))
        letters += sum(len(run.text) for run in found)
        if letters > MAX_LETTERS or page.page_number > MAX_PAGES:
            message = _("%(name)s has more text than any policy.")
            raise ImportRefused(message % {"name": findings.name})
        runs += found
        for _image in images_of(layout):
            findings.drop(_("A picture."), place=place_of_page(page.page_number))
        tables += tables_of(page, layout) if tabled else []
        page.close()
    if letters < _LEAST_LETTERS * max(1, len(pdf.pages)):
        message = _("%(name)s has pictures of pages but no text; have it read by OCR first.")
        raise ImportRefused(message % {"name": findings.name})
    return runs, tables
