"""Staff's Markdown as HTML that holds nothing but text: no script, no style, no frame."""

import re
from itertools import pairwise

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "code"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_markdown = MarkdownIt("commonmark", {"html": False})
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def placeholders() -> dict[str, str]:
    """What differs from one municipality to the next, by the name staff write in {braces}."""
    return {
        "kommune": settings.MUNICIPALITY,
        "adresse": settings.BASE_URL,
        "mail": settings.CONTACT_EMAIL,
        "telefon": settings.CONTACT_PHONE,
    }


def filled(source: str) -> str:
    """The source with its placeholders filled in. A line that holds one without a value goes;
    braces around anything else stay."""
    values = placeholders()
    lines = []
    for line in source.split("\n"):
        named = set(_PLACEHOLDER.findall(line)) & set(values)
        if all(values[name] for name in named):
            lines.append(_PLACEHOLDER.sub(lambda m: values.get(m[1], m[0]), line))
    return "\n".join(lines)


def as_html(source: str) -> SafeString:
    """The page's body; headings begin at the second level, since the page has its title."""
    html = _markdown.renderer.render(_tokens(source), _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return mark_safe(clean)


def as_sentences(source: str) -> list[str]:
    """The text of each block that is no heading, as it is read; for counting words."""
    tokens = _tokens(source)
    blocks = []
    for opening, token in pairwise(tokens):
        if token.type == "inline" and opening.type != "heading_open":
            blocks.append("".join(_words(child) for child in token.children or []))
    return blocks


def _tokens(source: str) -> list[Token]:
    tokens = _markdown.parse(filled(source))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h2" if token.tag in ("h1", "h2") else "h3"
    return tokens


def _words(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content
