"""Finds words of one language on a page in another."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from django.conf import settings

from config import catalogue
from consultation.comment_language import language_of

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Attributes that are read out or shown, those of our own scripts too.
_SAID = {"alt", "aria-label", "placeholder", "title", "label", "data-failed"}
_UNSAID = {"script", "style", "template"}
_PIECES = re.compile(r"%\(\w+\)s|%s|<[^>]*>|\n")
_WORD = re.compile(r"[^\W\d_]+")
# Shorter than this, in letters, a piece is a word in too many languages.
SHORTEST = 4


class _Texts(HTMLParser):
    """The texts of a page with the language each is in, as its nearest `lang` says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    @property
    def lang(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        lang = named.get("lang", self.lang)
        self.found += [
            (lang, value)
            for name, value in named.items()
            if name in _SAID or name.startswith("data-keys")
        ]
        if tag == "input" and named.get("type") in ("submit", "button"):
            self.found.append((lang, named.get("value", "")))
        if tag not in _VOID:
            self.open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][0] not in _UNSAID:
            self.found.append((self.lang, data))


def texts_in(html: str, language: str) -> list[str]:
    """What the page says in `language`, to the eye and to a screen reader, tidied of line ends.

    A text that is no page is in that language altogether.
    """
    reader = _Texts()
    reader.feed(html)
    reader.close()
    said = [text for lang, text in reader.found if lang in ("", language)]
    # The municipality's name is a name in every language.
    tidied = (" ".join(text.split()).replace(settings.MUNICIPALITY, "") for text in said)
    return [text for text in tidied if text]


def pieces(side: str) -> set[str]:
    """The words of the interface in one language ("en" or "da") that are not the other's too:
    every message, cut where something is put into it."""
    ours: set[str] = set()
    theirs: set[str] = set()
    for message in catalogue.read("da"):
        if not message.id:
            continue
        english, danish = _strings(message.id), _strings(message.string)
        own, other = (english, danish) if side == "en" else (danish, english)
        theirs |= {word for text in other for word in _words(text)}
        ours |= {piece for text in own if text not in other for piece in _cut(text)}
    return {piece for piece in ours if not set(_words(piece)) <= theirs}


def _strings(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _cut(text: str) -> Iterator[str]:
    for piece in _PIECES.split(text):
        trimmed = piece.strip(' .,:;·–»«“”()?!"')
        if len("".join(_WORD.findall(trimmed))) >= SHORTEST:
            yield " ".join(trimmed.split())


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(_PIECES.sub(" ", text))]


def strays(texts: Iterable[str], foreign: Iterable[str]) -> list[str]:
    """The texts that hold one of the foreign pieces as whole words, and which."""
    longest_first = sorted(foreign, key=len, reverse=True)
    any_of = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return [f"{match[0]!r} in {text!r}" for text in texts if (match := any_of.search(text))]


def spoken_in(texts: Iterable[str], language: str) -> list[str]:
    """The texts that are sentences in `language`, wherever they come from."""
    return [text for text in texts if language_of(text) == language]
