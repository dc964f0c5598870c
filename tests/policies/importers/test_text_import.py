"""The real policy, exactly: every section, ref, kind, theme and word of its 41 paragraphs.

The expected paragraphs were taken down once and read against the source; the test that compares
letter by letter reads the source alone.
"""

import re
from pathlib import Path

import pytest

from policies.importers.outline import Outline, ThemeOutline, describe
from policies.importers.text import read_text

POLICY = (
    Path(__file__).parents[3] / "consultation" / "demo" / "medborgerpolitik-hoeringsversion.txt"
)

SECTIONS = (
    ("1", "Borgmesteren har ordet"),
    ("2", "Indledning"),
    ("3", "Vision"),
    ("4", "Temaer - ansvar, fællesskaber, åbenhed og relationer"),
)

# ref | kind | theme | text; a paragraph goes on over indented lines.
PARAGRAPHS = """
1.1 | text |  | I Ishøj Kommune har vi valgt at samle vores politiske visioner i seks
    hovedpolitikker. Medborgerpolitikken er en tværgående politik, der sikrer vores fælles
    værdigrundlag. De fem øvrige hovedpolitikker viser, hvilke visioner, vi har for Ishøj
    Kommune, så vi sammen kan danne de bedste rammer for alle Ishøjs borgere, erhvervslivet og
    byens besøgende.
1.2 | text |  | Politikkerne er værdibaserede og skal fungere som overliggeren for strategier,
    indsatsområder og projekter.
1.3 | text |  | Hver politik har defineret og udfoldet temaer, der er centrale for netop det
    område, som politikken repræsenterer.
1.4 | text |  | Medborgerpolitikken er en af kommunens seks hovedpolitikker, og er, ligesom de
    øvrige politikker udarbejdet med involvering af en bred repræsentation af interessenter fx
    fagudvalg, brugerbestyrelser, repræsentanter fra foreningslivet, faglige organisationer samt
    ledere og medarbejdere i Ishøj Kommune.
1.5 | text |  | Mangfoldighed er Ishøjs styrke, og vi skal sammen sikre, at vores
    forskelligheder bliver brugt konstruktivt. Med rødder i over 100 forskellige kulturer, taler
    borgerne i Ishøj mange sprog. Det er en styrke. Vores fælles sprog er dansk og vores fælles
    tilhørssted er Ishøj.
1.6 | text |  | Ishøj Kommune handler ud fra den enkeltes behov. Det betyder, at Ishøj Kommune
    behandler alle borgere lige, men ikke nødvendigvis ens, da nogle borgere har særlige behov,
    som kommunen understøtter. Dette i erkendelsen af, at ligeværdighed indbefatter retten til
    forskellighed.
1.7 | text |  | Det er vores ønske, at skabe de bedste rammer for os alle og at disse skaber
    grobund for at flere vil tage aktivt del i medborgerskabet.
2.1 | text |  | Formålet med medborgerpolitikken er at skabe de bedste rammer for den enkelte og
    for fællesskabet. Rammer der er baseret på åbenhed, tillid og meningsfulde relationer.
    Medborgerpolitikken sætter retning for, hvordan vi omgås hinanden og hvordan vi sammen
    skaber det bedste Ishøj. Det betyder, at vi tager ansvar for egen fremtid og et medansvar
    for andres.
2.2 | text |  | Alle borgere i Ishøj Kommune er medborgere. At være medborger betyder først og
    fremmest, at man er en del af et fællesskab, hvor vi har forskellige styrker. Alle er gode
    til noget, og sammen har vi en bred vifte af kompetencer og muligheder til gavn for Ishøjs
    bedste.
2.3 | text |  | Det er grundlæggende i Ishøj, at vi tager ansvar efter evne og at vi som
    medborgere arbejder for at fremme meningsfulde fællesskaber.
2.4 | text |  | Alle borgere i Ishøj Kommune er en del af medborgerskabet, hvilket betyder at vi
    tager ansvar for og respekterer hinanden og vores fælles omgivelser. Som medborgere er vi en
    del af noget større, hvor vi både bidrager til og nyder godt af fællesskabet. Vi har mange
    muligheder for at engagere os sammen i aktiviteter, uanset om vi er deltagere eller
    initiativtagere og vi handler altid med respekt og anerkendelse for hinandens bidrag.
2.5 | text |  | Mangfoldighed er Ishøjs styrke, når:
2.5a | item |  | Alle hører til og bidrager til fællesskabet
2.5b | item |  | Alle møder medborgere med åbenhed, gensidig respekt og anerkendelse
2.5c | item |  | Alle tager ansvar for egen fremtid og medansvar for andres fremtid
2.5d | item |  | Alle indgår i meningsfulde relationer
3.1 | text |  | I Ishøj Kommune tror vi på, at forskellighed skaber dynamik og at dynamik skaber
    muligheder – derfor ser vi mangfoldighed som en styrke. Medborgerpolitikkens vision er en
    ledestjerne for det videre arbejde med mangfoldighed og medborgerskab i Ishøj Kommune.
3.2 | callout |  | Visionen er: Alle ser mangfoldighed som en styrke. Alle kan noget, men ingen
    kan alt.
3.3 | figure |  | Medborgerskabets indholdscirkel
4.1 | text |  | For at kunne udfolde visionen sætter vi særligt fokus på følgende fire temaer;
4.2 | heading | Ansvar | Medbestemmelse inspirerer til ansvar og deltagelse
4.2a | item | Ansvar | Vi bidrager og engagerer os i demokratiet
4.2b | item | Ansvar | Vi har mod til at tage ansvar og tillid til at give ansvar
4.2c | item | Ansvar | Vi inspirerer til medbestemmelse og deltagelse
4.2d | item | Ansvar | Vi skaber muligheder for udvikling af demokratiske medborgere og bidrager
    til almen dannelse
4.3 | heading | Fællesskaber | Alle skal være en del af et fællesskab
4.3a | item | Fællesskaber | Vi viser hinanden gensidig respekt og tolerance
4.3b | item | Fællesskaber | Vi indgår i fællesskaber, der over tid kan udvikle sig til
    forpligtende fællesskaber
4.3c | item | Fællesskaber | Vi skaber fællesskaber, der giver værdi
4.3d | item | Fællesskaber | Vi er opmærksomme på, at alle kan noget, men ingen kan alt
4.3e | item | Fællesskaber | Vi har et stærkt foreningsliv, der bidrager til inkluderende,
    nærværende og lærerige fællesskaber
4.4 | heading | Åbenhed | Alle møder hinanden med åbenhed og nysgerrighed
4.4a | item | Åbenhed | Vi er åbne for nye i fællesskabet
4.4b | item | Åbenhed | Vi har mod til at danne nye fællesskaber
4.4c | item | Åbenhed | Vi har plads til forskellighed
4.4d | item | Åbenhed | Vi skaber de bedste resultater, når vi er åbne og nysgerrige på hinanden
4.5 | heading | Relationer | Alle indgår i meningsfulde relationer med hinanden
4.5a | item | Relationer | Vi indgår i tætte og engagerede samspil med vores medborgere for at
    trives og udvikle vores potentiale
4.5b | item | Relationer | Vi ser hinanden som værdifulde medborgere
4.5c | item | Relationer | Vi tror på, at vi skaber et stærkt sammenhold gennem tillid og
    relationer
4.5d | item | Relationer | Vi har tillid til at opbygge relationer og vi tror på, at
    meningsfulde relationer giver energi
"""


@pytest.fixture(scope="module")
def outline() -> Outline:
    return read_text(POLICY.read_bytes(), name=POLICY.name)


def expected_paragraphs() -> list[tuple[str, ...]]:
    rows = re.sub(r"\n +", " ", PARAGRAPHS.strip()).splitlines()
    return [tuple(cell.strip() for cell in row.split(" | ")) for row in rows]


def test_title_and_label(outline: Outline) -> None:
    assert (outline.title, outline.label) == ("Ishøjs Medborgerpolitik", "Høringsversion")


def test_sections(outline: Outline) -> None:
    assert tuple((s.number, s.heading) for s in outline.sections) == SECTIONS


def test_each_paragraph_word_for_word(outline: Outline) -> None:
    found = [(b.ref, b.kind, b.theme, b.text) for s in outline.sections for b in s.blocks]
    assert found == expected_paragraphs()


def test_counts(outline: Outline) -> None:
    assert [len(section.blocks) for section in outline.sections] == [7, 9, 3, 22]
    assert outline.paragraph_count == 41 == len(expected_paragraphs())


def test_items_hang_one_level_down(outline: Outline) -> None:
    levels = {(b.kind, b.level) for s in outline.sections for b in s.blocks}
    assert levels == {("text", 0), ("heading", 0), ("callout", 0), ("figure", 0), ("item", 1)}


def test_themes(outline: Outline) -> None:
    assert outline.themes == (
        ThemeOutline("Ansvar", "Medbestemmelse inspirerer til ansvar og deltagelse"),
        ThemeOutline("Fællesskaber", "Alle skal være en del af et fællesskab"),
        ThemeOutline("Åbenhed", "Alle møder hinanden med åbenhed og nysgerrighed"),
        ThemeOutline("Relationer", "Alle indgår i meningsfulde relationer med hinanden"),
    )


def test_not_one_letter_lost_added_or_moved(outline: Outline) -> None:
    """Letters, digits and punctuation in order, but hyphens, spaces and two marks of the source."""
    source = POLICY.read_text("utf-8").replace("Høringsversion:", "Høringsversion")
    source = re.sub(r"^\s*(\d)\. ", r"\1 ", source, flags=re.MULTILINE)
    assert re.sub(r"[\s-]", "", source) == re.sub(r"[\s-]", "", "".join(outline.words()))


def test_guesses_are_told_and_nothing_dropped(outline: Outline) -> None:
    assert outline.dropped == ()
    assert [note.line for note in outline.doubts] == [62, 97, 107]
    assert "Visionen er: Alle ser mangfoldighed" in outline.doubts[1].message
    assert "Medborgerskabets indholdscirkel" in outline.doubts[2].message


def test_describe_prints_all_of_it(outline: Outline) -> None:
    printed = describe(outline, width=None)
    for ref, kind, _theme, text in expected_paragraphs():
        assert re.search(
            rf"^  {re.escape(ref)} +{kind} .*{re.escape(text)}$", printed, re.MULTILINE
        ), ref
    for note in outline.doubts:
        assert note.message in printed


def test_describe_cuts_long_texts_to_the_terminal(outline: Outline) -> None:
    body = describe(outline, width=80).split("Ansvar: ")[0]
    assert max(map(len, body.splitlines())) <= 80
    assert "Politikkerne er værdibaserede" in body


def test_same_outline_whatever_the_line_ends_and_the_encoding(outline: Outline) -> None:
    text = POLICY.read_text("utf-8")
    crlf = text.replace("\n", "\r\n").encode()
    assert read_text(crlf).sections == outline.sections
    assert read_text(text.encode("utf-8-sig")).sections == outline.sections
    assert read_text(text.encode("utf-16")).sections == outline.sections
    assert read_text(text.encode("cp1252")).sections == outline.sections
