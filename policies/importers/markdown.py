"""A Markdown file, in; a policy's outline, out."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from policies.importers.lines import clean, decode
from policies.importers.outline import ImportRefused, Note, Outline
from policies.importers.pieces import Findings, Piece, add_table, quoted
from policies.importers.structure import outline_of

_NOTE = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\]")
_MATTER = re.compile(r"\A---[ \t]*\n((?:[\w-]+:.*\n|[ \t]+.*\n|-.*\n)*)(?:---|\.\.\.)[ \t]*\n")
_DEEPEST = 60  # levels that quotes and lists may stand in one another; the parser drops 100
_TAG = re.compile(r"<[^<>]{0,2000}>")


def read_markdown(data: bytes, *, name: str = "") -> Outline:
    """The outline of a Markdown file (CommonMark with tables and footnotes)."""
    name = name or _("The file")
    text, doubts = decode(data, name)
    document = _Document(Findings(name, doubts=doubts))
    text = document.without_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = document.without_notes(text)
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    if any(token.level > _DEEPEST for token in tokens):
        raise ImportRefused(_("%(name)s is nested too deep to be a document.") % {"name": name})
    document.blocks(SyntaxTreeNode(tokens).children)
    document.rest()
    return outline_of(document.findings)


class _Document:
    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self._notes: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._waiting: list[str] = []

    def without_matter(self, text: str) -> str:
        """The text without the settings some programs keep above it; the lines stay."""
        if not (found := _MATTER.match(text)):
            return text
        self.findings.drop(_("Settings above the text: “%(text)s”."), found[1], _line(0))
        return "\n" * found[0].count("\n") + text[found.end() :]

    def without_notes(self, text: str) -> str:
        """The text without its footnotes, which are kept for where they are referred to."""

        def keep(found: re.Match[str]) -> str:
            self._notes.setdefault(found[1], found[2])
            return "\n" * found[0].count("\n")

        return _NOTE.sub(keep, text)

    def blocks(self, nodes: Sequence[SyntaxTreeNode], kind: str = "text") -> None:
        """Everything in the document, or in a quote, in reading order."""
        for node in nodes:
            place = _line(node.map[0] if node.map else 0)
            if node.type == "heading":
                self._add("heading", self._words(node, place), place, level=int(node.tag[1]))
            elif node.type == "paragraph":
                self._paragraph(node, kind, place)
            elif node.type in ("bullet_list", "ordered_list"):
                self._list(node, 1)
                self._footnotes(place)
            elif node.type == "blockquote":
                self.blocks(node.children, "callout")
            elif node.type == "table":
                self._table(node, place)
            elif node.type in ("code_block", "fence"):
                self._add("text", clean(node.content), place)
            elif node.type == "html_block":
                self._html(node.content, place)

    def _add(
        self, kind: str, text: str, place: str, level: int = 0, *, strong: bool = False
    ) -> None:
        self.findings.add(Piece(kind, text, level, place=place, strong=strong))
        if kind != "item":
            self._footnotes(place)

    def _paragraph(self, node: SyntaxTreeNode, kind: str, place: str) -> None:
        inline = node.children[0].children if node.children else []
        shown = [each for each in inline if each.type != "text" or each.content]
        strong = len(shown) == 1 and shown[0].type == "strong"
        self._add(kind, self._words(node, place), place, strong=strong)

    def _list(self, node: SyntaxTreeNode, level: int) -> None:
        for item in node.children:
            place = _line(item.map[0] if item.map else 0)
            own = [each for each in item.children if each.type == "paragraph"]
            self._add("item", " ".join(self._words(each, place) for each in own), place, level)
            for each in item.children:
                if each.type in ("bullet_list", "ordered_list"):
                    self._list(each, level + 1)
                elif each.type != "paragraph":
                    self.blocks([each])

    def _table(self, node: SyntaxTreeNode, place: str) -> None:
        rows = [
            [self._words(cell, place) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        add_table(self.findings, rows, place)
        self._footnotes(place)

    def _words(self, node: SyntaxTreeNode, place: str) -> str:
        """The words of a heading, paragraph or cell; its pictures are told of, its notes wait."""
        parts: list[str] = []
        for inline in node.children:
            for token in _flat(inline):
                parts.append(self._inline(token, place))
        return clean(_REFERENCE.sub(self._refer, "".join(parts)))

    def _inline(self, token: Token, place: str) -> str:
        if token.type == "image":
            text = clean(token.content)
            message = _("A picture: “%(text)s”.") if text else _("A picture.")
            self.findings.drop(message, text, place)
        elif token.type == "html_inline":
            if token.content.startswith("<!--"):
                self._html(token.content, place)
        elif token.type in ("softbreak", "hardbreak"):
            return " "
        elif token.type in ("text", "code_inline"):
            return token.content
        return ""

    def _refer(self, reference: re.Match[str]) -> str:
        key = reference[1]
        if key not in self._notes:
            return reference[0]
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._waiting.append(key)
        return f"[{self._numbers[key]}]"

    def _footnotes(self, place: str) -> None:
        for key in self._waiting:
            note = clean(f"[{self._numbers[key]}] {self._notes[key]}")
            self.findings.add(Piece("text", note, place=place))
            message = _("A footnote became a paragraph of its own: “%(text)s”.")
            self.findings.doubt(message % {"text": quoted(note)}, place)
        self._waiting = []

    def _html(self, content: str, place: str) -> None:
        """HTML is not read; its words are named, a comment's too."""
        bare = content.strip().removeprefix("<!--").removesuffix("-->")
        text = clean(_TAG.sub(" ", bare))
        if text:
            self.findings.drop(_("HTML, or a comment in it: “%(text)s”."), text, place)

    def rest(self) -> None:
        """Footnotes that nothing refers to."""
        for key, text in self._notes.items():
            if key not in self._numbers:
                self.findings.drop(_("A footnote that nothing refers to: “%(text)s”."), text)


def _flat(node: SyntaxTreeNode) -> list[Token]:
    """The tokens of an inline node in order."""
    return [each for token in node.to_tokens() for each in (token.children or [])]


def _line(start: int) -> str:
    return Note("", start + 1).where
