"""Which language a page is in: its address says so, and nothing else.

`/hoeringer/` is Danish, `/en/hoeringer/` the same page in English. So a public page is the same for
everybody who opens its address, any cache may keep it, and a link keeps its language.
See docs/decisions/0010-language-in-the-address.md.
"""

from django.conf import settings
from django.utils.translation import get_language_info


def language_of(path: str) -> str:
    """The language code of an address, a path such as "/en/hoeringer/"."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in _prefixed() else settings.LANGUAGE_CODE


def address_in(language: str, path: str) -> str:
    """The same page in another language; `path` may carry a query."""
    here = language_of(path)
    bare = path.removeprefix(f"/{here}") if here != settings.LANGUAGE_CODE else path
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare or '/'}"


def choices(path: str) -> list[dict[str, object]]:
    """Every language as the switcher shows it: its code, its own name, this page in it."""
    here = language_of(path)
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "address": address_in(code, path),
            "current": code == here,
        }
        for code, _name in settings.LANGUAGES
    ]


def _prefixed() -> set[str]:
    return {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
