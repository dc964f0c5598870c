"""What stands beside the text of a DOCX file: footnotes, comments, changes, boxes, pictures."""

from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from policies.importers.archive import Archive, attribute
from policies.importers.docx_text import Words, all_text
from policies.importers.pieces import Findings, Piece, quoted


class Aside:
    """Tells of everything that does not stay where it stood. Nothing of it is passed over."""

    def __init__(
        self, findings: Findings, notes: dict[str, dict[str, str]], comments: dict[str, str]
    ) -> None:
        self._findings = findings
        self._notes = notes
        self._comments = comments
        self._waiting: list[str] = []

    def tell(self, words: Words, place: str) -> None:
        """Name what hangs in a paragraph; its footnotes wait for `footnotes`."""
        drop = self._findings.drop
        for text in words.deleted:
            self.deleted(text, place)
        for text in filter(None, words.hidden):
            drop(_("Hidden text: “%(text)s”."), text, place)
        for text in words.placeholders:
            self.prompt(text, place)
        for text in words.boxes:
            drop(_("A text box: “%(text)s”."), text, place)
        for text in words.pictures:
            drop(_("A picture: “%(text)s”.") if text else _("A picture."), text, place)
        for _each in range(words.objects):
            drop(_("A diagram, a chart or an embedded file."), "", place)
        for key in words.comments:
            drop(_("A comment in the margin: “%(text)s”."), self._comments.pop(key, ""), place)
        for kind, key, number in words.notes:
            if text := self._notes[kind].pop(key, ""):
                self._waiting.append(f"[{number}] {text}")

    def deleted(self, text: str, place: str) -> None:
        """Text that is struck out and waits for somebody to accept that."""
        if text.strip():
            message = _("Text that tracked changes delete: “%(text)s”.")
            self._findings.drop(message, text, place)

    def prompt(self, text: str, place: str) -> None:
        """What a form's field says as long as nobody wrote in it."""
        if text:
            self._findings.drop(_("A field nobody filled: “%(text)s”."), text, place)

    def footnotes(self, place: str) -> None:
        """The footnotes met so far, as paragraphs with the number that the text refers to.

        Called after a paragraph, but for the items of a list only when the list is over.
        """
        for note in self._waiting:
            self._findings.add(Piece("text", note, place=place))
            message = _("A footnote became a paragraph of its own: “%(text)s”.")
            self._findings.doubt(message % {"text": quoted(note)}, place)
        self._waiting = []

    def rest(self) -> None:
        """Footnotes and comments that nothing in the text refers to."""
        for notes in self._notes.values():
            for text in filter(None, notes.values()):
                self._findings.drop(_("A footnote that nothing refers to: “%(text)s”."), text)
        for text in filter(None, self._comments.values()):
            self._findings.drop(_("A comment in the margin: “%(text)s”."), text)


def by_id(root: Element | None) -> dict[str, str]:
    """Notes or comments by their id, without the lines that separate footnotes from the page."""
    return {
        attribute(each, "id"): all_text(each)
        for each in (root if root is not None else ())
        if attribute(each, "type") in ("", "normal")
    }


def target(archive: Archive, rels: str, kind: str) -> str:
    """The first of `targets`, "" when there is none."""
    return next(iter(targets(archive, rels, kind)), "")


def targets(archive: Archive, rels: str, kind: str) -> list[str]:
    """The parts that a part is related to in one way; never anything outside the file."""
    base = dirname(dirname(rels))
    found = []
    root = archive.xml(rels)
    for each in root if root is not None else ():
        inside = attribute(each, "TargetMode") != "External"
        if inside and attribute(each, "Type").endswith(f"/{kind}"):
            found.append(normpath(join("/", base, attribute(each, "Target"))).lstrip("/"))
    return found
