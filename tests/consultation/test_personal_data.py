"""What is pointed out as personal data, and what is left alone. All numbers are invented."""

import time

import pytest

from consultation.personal_data import PersonalData, find_personal_data


def found(text: str) -> list[tuple[PersonalData, str]]:
    return [(f.kind, text[f.start : f.end]) for f in find_personal_data(text)]


@pytest.mark.parametrize(
    "number",
    [
        "010190-1234",
        "0101901234",
        "010190 1234",
        "010190 - 1234",
        "010190–1234",
        "01 01 90 1234",
        "01.01.90-1234",
        "01-01-90-1234",
        "310268-1234",
        "610190-1234",
    ],
)
def test_cpr_numbers_in_the_ways_people_write_them(number: str) -> None:
    for text in (number, f"Jeg er {number}.", f"cpr:{number}, tak", f"({number})"):
        assert found(text) == [(PersonalData.CPR, number)], text


@pytest.mark.parametrize(
    "number",
    ["20 30 40 50", "20304050", "2030 4050", "+45 20 30 40 50", "0045 20304050", "12 34 56 78"],
)
def test_phone_numbers(number: str) -> None:
    assert found(f"Ring på {number} efter kl. 16.") == [(PersonalData.PHONE, number)]


@pytest.mark.parametrize("address", ["a@b.dk", "birthe.m+x@post.example", "æøå@post.example"])
def test_e_mail_addresses(address: str) -> None:
    assert found(f"Skriv til {address}.") == [(PersonalData.EMAIL, address)]


@pytest.mark.parametrize(
    "text",
    [
        "Det koster 1.000.000 kr. om året.",
        "Budgettet er 12345678,50 kr.",
        "Fra 2019 til 2024 faldt tallet med 37,5 procent.",
        "Sagsnummer 00.01.00-P22-1-26",
        "Den 4. januar 2027 kl. 23.59",
        "Mødes kl. 16-18 i lokale 1204.",
        "320190-1234 er ingen dag",
        "011390-1234 er ingen måned",
        "Vi er 300 @ festen",
        "Kontonummer 9123456789012345",
    ],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_several_in_reading_order() -> None:
    text = "Jeg er 010190-1234, tlf. 20304050, a@b.dk"
    assert [kind for kind, _words in found(text)] == [
        PersonalData.CPR,
        PersonalData.PHONE,
        PersonalData.EMAIL,
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 100_000,
        "12 " * 33_000,
        "a@" * 50_000,
        "a." * 50_000,
        "+45" * 33_000,
        "01" + "-" * 99_000,
    ],
)
def test_hostile_text_is_read_quickly(hostile: str) -> None:
    start = time.process_time()
    find_personal_data(hostile)
    assert time.process_time() - start < 0.5
