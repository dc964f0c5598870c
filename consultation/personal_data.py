"""Finds what looks like a CPR number, a phone number or an e-mail address in a text.

It points out and never blocks: to the sender before she sends, to the caseworker before it is
published. CPR numbers are found with and without a valid check digit, because numbers issued
since 2007 need not have one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PersonalData(Enum):
    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"


LABELS: dict[PersonalData, str | Promise] = {
    PersonalData.CPR: _("Possible CPR number"),
    PersonalData.EMAIL: _("E-mail address"),
    PersonalData.PHONE: _("Possible phone number"),
}

# The most of a text that is looked through, in characters: more than any form accepts.
LONGEST = 200_000

_GAP = r"[ \u00a0]?"
_CPR = re.compile(
    rf"(?<![\d.,])(\d\d)([ .\-/]?)(\d\d)\2(\d\d)"
    rf"{_GAP}[-\u2010-\u2015.]?{_GAP}(\d{{4}})(?!\d|[.,]\d)"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Eight digits in the ways Danes group them, with or without the country code.
_PHONE = re.compile(
    rf"(?<![\d.,])(?:(?:\+|00)45{_GAP})?"
    rf"[2-9]\d(?:(?:[ \u00a0.-]\d\d){{3}}|\d\d{_GAP}\d{{4}}|\d{{6}}|\d{_GAP}\d\d{_GAP}\d{{3}})"
    rf"(?![\d]|[.,]\d)"
)
# A phone number written out with a first digit no plan uses, as people do in examples.
_GROUPED = re.compile(r"(?<![\d.,])\d\d(?:[ \u00a0]\d\d){3}(?![\d]|[.,]\d)")
_FOREIGN = re.compile(r"(?<!\d)\+(?!45)[1-9]\d{0,2}(?:[ \u00a0-]?\d{2,4}){2,4}(?!\d)")


@dataclass(frozen=True)
class Found:
    """One finding: text[start:end] looks like `kind`."""

    kind: PersonalData
    start: int
    end: int

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])


def find_personal_data(text: str) -> list[Found]:
    """All findings in reading order, none overlapping; a CPR number wins over a phone number."""
    text = text[:LONGEST]
    taken = bytearray(len(text))
    kept: list[Found] = []
    for found in _candidates(text):
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\1" * (found.end - found.start)
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _candidates(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield Found(PersonalData.EMAIL, match.start(), match.end())
    for match in _CPR.finditer(text):
        if _may_be_a_birthday(int(match[1]), int(match[3])):
            yield Found(PersonalData.CPR, match.start(), match.end())
    for pattern in (_PHONE, _GROUPED, _FOREIGN):
        for match in pattern.finditer(text):
            yield Found(PersonalData.PHONE, match.start(), match.end())


def _may_be_a_birthday(day: int, month: int) -> bool:
    """Any day of any month: a misremembered date is pointed out too. Replacement numbers add 60
    to the day (CPR-kontoret)."""
    return 1 <= (day - 60 if day > 60 else day) <= 31 and 1 <= month <= 12
