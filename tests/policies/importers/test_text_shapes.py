"""Other municipalities' documents: other labels, lists, sub-headings, captions, page furniture."""

from textwrap import dedent

import pytest

from policies.importers.outline import Outline, ThemeOutline
from policies.importers.text import read_text


def read(text: str) -> Outline:
    return read_text(dedent(text).encode())


def shape(outline: Outline) -> list[str]:
    """Each section and block as one line: "2.1a item Text"."""
    rows = []
    for section in outline.sections:
        rows.append(f"{section.number} {section.heading}".strip())
        rows += [f"{block.ref} {block.kind} {block.text}" for block in section.blocks]
    return rows


CYCLING = """\
    Cykelpolitik 2030
    Høringsudkast, maj 2026

    Indhold
    1. Indledning ........................ 2
    2. Mål og midler ..................... 3
    3. Opfølgning ........................ 5

    1. Indledning

    Flere skal vælge cyklen. Kommunen vil derfor bygge flere
    stier, og bruger-
    og skolebestyrelser inddrages i planerne for 2026-
    2030. Det gælder også EU-
    midler og børne- og ungeområdet.

    Cykelpolitik 2030                                   Side 2

    1.1 Baggrund

    Stierne er slidte. De blev anlagt mellem 1970 og 1985, og vedlige-
    holdelsen er siden

    Cykelpolitik 2030                                   Side 3

    blevet udskudt flere gange.

    1.2 Lovgrundlag
    Planen følger vejloven.

    2. Mål og midler

    Vi vil nå tre mål inden udgangen af perioden:

    1. Flere skal cykle til skole og arbejde, og færre skal komme til skade
       på vejen.
    2. Stierne skal hænge sammen.
    3. Alle kan låne en cykel.

    Midlerne er disse.

    • Stier
       o langs de store veje
       o gennem parkerne
    • Parkering
       o ved stationen

    Figur 1: Stinettet i 2030

    3. Opfølgning

    Byrådet ser på tallene hvert år.
    """


def test_numbered_lists_sub_headings_nested_bullets_and_page_heads() -> None:
    outline = read(CYCLING)
    assert (outline.label, outline.title) == ("Høringsudkast, maj 2026", "Cykelpolitik 2030")
    assert outline.words()[:2] == ["Cykelpolitik", "2030"]
    assert shape(outline) == [
        "1 Indledning",
        (
            "1.1 text Flere skal vælge cyklen. Kommunen vil derfor bygge flere stier, og bruger- "
            "og skolebestyrelser inddrages i planerne for 2026-2030. Det gælder også EU-midler og "
            "børne- og ungeområdet."
        ),
        "1.2 heading 1.1 Baggrund",
        (
            "1.3 text Stierne er slidte. De blev anlagt mellem 1970 og 1985, og vedligeholdelsen "
            "er siden blevet udskudt flere gange."
        ),
        "1.4 heading 1.2 Lovgrundlag",
        "1.5 text Planen følger vejloven.",
        "2 Mål og midler",
        "2.1 text Vi vil nå tre mål inden udgangen af perioden:",
        "2.1a item Flere skal cykle til skole og arbejde, og færre skal komme til skade på vejen.",
        "2.1b item Stierne skal hænge sammen.",
        "2.1c item Alle kan låne en cykel.",
        "2.2 text Midlerne er disse.",
        "2.2a item Stier",
        "2.2a1 item langs de store veje",
        "2.2a2 item gennem parkerne",
        "2.2b item Parkering",
        "2.2b1 item ved stationen",
        "2.3 figure Figur 1: Stinettet i 2030",
        "3 Opfølgning",
        "3.1 text Byrådet ser på tallene hvert år.",
    ]
    assert outline.themes == () == outline.doubts
    assert [note.line for note in outline.dropped] == [4, 5, 6, 7, 17, 24]


ELDERLY = """\
    Udkast - Ældrepolitik for Nørreby Kommune



    1 Forord



    Vi bliver ældre, og det er en god nyhed for os alle sam-


    men. Kommunen skal være et godt sted at blive gammel i, og


    det kræver noget af os.


    Et godt ældreliv begynder med, at man bestemmer over sit


    eget liv.


    2 Værdier: tryghed, respekt og samvær



    Vi bygger på det her:



    - Respekt for den enkelte, også når det er svært at høre


    hvad hun siger


    - Tryghed



    3 Det gør vi



    Hjemmet



    Vi kommer til tiden.


    1) vi ringer, når vi er forsinkede


    2) vi siger goddag


       a) ved døren


       b) i telefonen



    Samværet



    - Vi spiser sammen


    """


def test_double_spacing_without_themes() -> None:
    outline = read(ELDERLY)
    assert (outline.label, outline.title) == ("Udkast", "Ældrepolitik for Nørreby Kommune")
    assert shape(outline) == [
        "1 Forord",
        (
            "1.1 text Vi bliver ældre, og det er en god nyhed for os alle sammen. Kommunen skal "
            "være et godt sted at blive gammel i, og det kræver noget af os."
        ),
        "1.2 text Et godt ældreliv begynder med, at man bestemmer over sit eget liv.",
        "2 Værdier: tryghed, respekt og samvær",
        "2.1 text Vi bygger på det her:",
        "2.1a item Respekt for den enkelte, også når det er svært at høre hvad hun siger",
        "2.1b item Tryghed",
        "3 Det gør vi",
        "3.1 heading Hjemmet",
        "3.2 text Vi kommer til tiden.",
        "3.2a item vi ringer, når vi er forsinkede",
        "3.2b item vi siger goddag",
        "3.2b1 item ved døren",
        "3.2b2 item i telefonen",
        "3.3 heading Samværet",
        "3.3a item Vi spiser sammen",
    ]
    # Three names and no sub-headings: no themes, and the person is told.
    assert outline.themes == ()
    assert [(note.line, "3" in note.message) for note in outline.doubts] == [(24, True)]


CLIMATE = """\
    Forslag: Klimaplan for Østerå
    Planen er skrevet af borgere og embedsfolk sammen, og
    den gælder i ti år.

    1. Hvorfor en plan?
    Vandet stiger i fjorden, og somrene bliver tørre. Vi har
    allerede set det i kældrene på havnen.
       Derfor handler vi nu – og vi gør det sammen med
    dem, der bor her. Det koster ca.
    12 mio. kr. om året.
    2. Indsatser – vand, varme og natur
    Vi arbejder på tre områder.

    Plads til vandet
    • Vi bygger bassiner
    • Vi åbner åen igen, også hvor den i dag løber i rør under
      byens gader

    Grøn varme til alle
    • Vi udfaser gas


    Husk: Du kan søge tilskud hele året.


    Mere vild natur
    Kommunens egne arealer skal plejes mindre og bedre.
    •
    Vi slår græsset to gange om året



    Kort over de vilde arealer
    3. Penge
    Foto: Østerå Arkiv
    Planen betales over skatten.
    """


def test_themes_by_order_callout_figures_and_indented_paragraphs() -> None:
    outline = read(CLIMATE)
    assert (outline.label, outline.title) == ("Forslag", "Klimaplan for Østerå")
    assert shape(outline) == [
        "0",
        "0.1 text Planen er skrevet af borgere og embedsfolk sammen, og den gælder i ti år.",
        "1 Hvorfor en plan?",
        (
            "1.1 text Vandet stiger i fjorden, og somrene bliver tørre. Vi har allerede set det i "
            "kældrene på havnen."
        ),
        (
            "1.2 text Derfor handler vi nu – og vi gør det sammen med dem, der bor her. Det koster "
            "ca. 12 mio. kr. om året."
        ),
        "2 Indsatser – vand, varme og natur",
        "2.1 text Vi arbejder på tre områder.",
        "2.2 heading Plads til vandet",
        "2.2a item Vi bygger bassiner",
        "2.2b item Vi åbner åen igen, også hvor den i dag løber i rør under byens gader",
        "2.3 heading Grøn varme til alle",
        "2.3a item Vi udfaser gas",
        "2.4 callout Husk: Du kan søge tilskud hele året.",
        "2.5 heading Mere vild natur",
        "2.6 text Kommunens egne arealer skal plejes mindre og bedre.",
        "2.6a item Vi slår græsset to gange om året",
        "2.7 figure Kort over de vilde arealer",
        "3 Penge",
        "3.1 figure Foto: Østerå Arkiv",
        "3.2 text Planen betales over skatten.",
    ]
    assert outline.themes == (
        ThemeOutline("Vand", "Plads til vandet"),
        ThemeOutline("Varme", "Grøn varme til alle"),
        ThemeOutline("Natur", "Mere vild natur"),
    )
    themes = {block.ref: block.theme for s in outline.sections for block in s.blocks}
    assert [themes[ref] for ref in ("2.1", "2.2b", "2.3a", "2.6a", "3.2")] == [
        *("", "Vand", "Varme", "Natur", "")
    ]


def test_a_dash_before_a_name_or_a_year_is_no_bullet_either() -> None:
    body = "Vi vil gerne have flere grønne områder tæt på byens skoler\n– {} og resten af\nbyen.\n"
    for word in ("2030", "Østerå"):
        (block,) = read("Plan\n\n1. Mål\n\n" + body.format(word)).sections[0].blocks
        assert block.text.endswith(f"skoler – {word} og resten af byen.")


def test_a_theme_that_its_sub_heading_does_not_name_is_a_doubt() -> None:
    outline = read("""\
        Plan

        1. Temaer: leg og læring

        Vi har plads til at lege
        - Ude

        Alle kommer i skole
        - Inde
        """)
    assert [theme.name for theme in outline.themes] == ["Leg", "Læring"]
    assert len(outline.doubts) == 2
    assert "Alle kommer i skole" in outline.doubts[1].message


def test_themes_and_sub_headings_of_different_number() -> None:
    outline = read("""\
        Plan

        1. Temaer: leg, ro og læring

        Plads til leg
        - Ude

        Læring for alle
        - Inde
        """)
    assert outline.themes == ()
    assert {block.theme for block in outline.sections[0].blocks} == {""}
    assert len(outline.doubts) == 1
    assert {"3", "2"} <= set(outline.doubts[0].message)


def test_bare_page_numbers_and_heads_inside_sentences_are_dropped_with_a_note() -> None:
    body = "Det er kommunens opgave at sørge for, at alle borgere har et godt sted at bo, og\n"
    end = "at ingen står alene med problemerne.\n\n"
    pages = [(body + end) * 3 + body + f"\nBoligpolitik\n\n{n}\n\n" + end for n in range(1, 5)]
    outline = read("Boligpolitik\n\n1. Boliger\n\n" + "".join(pages))
    text = (body + end).replace("\n", " ").strip()
    assert outline.title == "Boligpolitik"
    assert [block.text for block in outline.sections[0].blocks] == [text] * 16
    assert len(outline.dropped) == 8
    assert [n for n in range(1, 5) if any(f"“{n}”" in d.message for d in outline.dropped)] == [
        *(1, 2, 3, 4)
    ]


def test_form_feeds_are_page_borders() -> None:
    outline = read(
        "Plan\n\n1. Mål\n\nVi vil gerne, at alle\n\n\n\n\fi byen er med.\f2. Vej\n\nVi går."
    )
    assert shape(outline) == [
        *("1 Mål", "1.1 text Vi vil gerne, at alle i byen er med.", "2 Vej", "2.1 text Vi går.")
    ]


def test_the_spacing_of_the_paragraph_itself_counts() -> None:
    single = "Vi går en tur og ser på alle de mange nye\nhuse. Det gør vi hver eneste uge i året\n"
    last = "100 dage og mere, for det er en god vane.\n\n"
    double = "Naboerne ser det samme, og de vil gerne\n\nfølge med os ud i byen.\n"
    outline = read("Plan\n\n1. Mål\n\n" + single + last + double)
    assert [block.text[:8] for block in outline.sections[0].blocks] == ["Vi går e", "Naboerne"]


def test_sections_that_hold_bullets_only() -> None:
    outline = read("Plan\n\n1. Mål\n   - gå\n   - løbe\n2. Vej\n   - her\n\n3. Slut\n\nFarvel.\n")
    assert [s.heading for s in outline.sections] == ["Mål", "Vej", "Slut"]
    assert shape(outline)[:3] == ["1 Mål", "1a item gå", "1b item løbe"]


def test_a_repeated_sub_heading_stays() -> None:
    part = "Det vil vi\n- Flere stier\n- Færre biler\n- Mere luft\n- Mere liv\n\n"
    outline = read("Plan\n\n" + "".join(f"{n}. Mål {n}\n\n{part}" for n in (1, 2, 3, 4)))
    headings = [b.text for s in outline.sections for b in s.blocks if b.kind == "heading"]
    assert headings == ["Det vil vi"] * 4
    assert outline.dropped == ()


def test_a_contents_list_without_page_numbers_is_dropped() -> None:
    outline = read(
        "Plan\n\nIndhold\n1. Mål\n2. Midler\n\n1. Mål\n\nVi går.\n\n2. Midler\n\nVi løber."
    )
    assert shape(outline) == ["1 Mål", "1.1 text Vi går.", "2 Midler", "2.1 text Vi løber."]
    assert [note.line for note in outline.dropped] == [3, 4, 5]


def test_sections_without_text_are_sections_still() -> None:
    outline = read("Plan\n\n1. Forord\n\n2. Mål\n\nVi går.\n\n3. Midler\n\nVi løber.\n")
    assert [section.heading for section in outline.sections] == ["Forord", "Mål", "Midler"]
    assert [note.line for note in outline.doubts] == [3]


def test_a_numbered_list_before_the_first_section() -> None:
    outline = read("Plan\n\nVi vil:\n\n1. gå\n2. løbe\n\n1. Mål\n\nVi går.\n\n2. Vej\n\nVi løber.")
    assert shape(outline)[:4] == ["0", "0.1 text Vi vil:", "0.1a item gå", "0.1b item løbe"]
    assert shape(outline)[4:] == ["1 Mål", "1.1 text Vi går.", "2 Vej", "2.1 text Vi løber."]


def test_a_missing_section_is_a_doubt() -> None:
    outline = read("Plan\n\n1. Mål\n\nVi går.\n\n3. Midler\n\nVi løber.\n")
    assert [section.number for section in outline.sections] == ["1", "3"]
    assert [note.line for note in outline.doubts] == [7]


def test_a_numbered_line_in_running_text_is_no_heading() -> None:
    outline = read("""\
        Plan

        1. Mål

        Se mere om dette i afsnit
        2. Midler beskriver, hvordan
        vi kommer i gang.

        2. Midler

        Vi begynder
        1. maj 2026 med alle.
        """)
    assert [section.heading for section in outline.sections] == ["Mål", "Midler"]
    assert outline.sections[1].blocks[0].text == "Vi begynder 1. maj 2026 med alle."


def test_each_list_is_lettered_from_a() -> None:
    outline = read("Plan\n\n1. Mål\n\nVi går:\n\n• ud\n\nVi løber:\n\n1) hjem\n2) ud\n")
    assert outline.doubts == ()
    assert [b.ref for b in outline.sections[0].blocks] == ["1.1", "1.1a", "1.2", "1.2a", "1.2b"]


def test_a_document_without_title_is_a_doubt() -> None:
    outline = read("1. Mål\n\nVi går.\n")
    assert outline.title == ""
    assert [note.line for note in outline.doubts] == [None]


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("Med-\nborger", "Medborger"),
        ("Med\u00ad\nborger", "Medborger"),
        ("Med-\n\n\n   borger", "Medborger"),
        ("bruger-\nog skolebestyrelser", "bruger- og skolebestyrelser"),
        ("bruger-\neller skolebestyrelser", "bruger- eller skolebestyrelser"),
        ("bruger- og skole-\nbestyrelser", "bruger- og skolebestyrelser"),
        ("by-, land-\nog havnefolk", "by-, land- og havnefolk"),
        ("EU-\nlande", "EU-lande"),
        ("Nord-\nSyd", "Nord-Syd"),
        ("1990-\n2000", "1990-2000"),
        ("1990-\n\n\n\n2000", "1990-2000"),
        ("2030-\nmålene", "2030-målene"),
        ("ind-\ntil videre", "indtil videre"),
        ("børne-\ntil ungdomsliv", "børne- til ungdomsliv"),
        ("e-\nmail", "e-mail"),
        ("vi går –\nog løber", "vi går – og løber"),
        ("og/\neller", "og/eller"),
        ("A\u030ar og \ufb01nt", "År og fint"),
        ("co-funding og co-\nfunding", "co-funding og co-funding"),
        ("medborger og med-\nborger", "medborger og medborger"),
    ],
)
def test_hyphens_at_line_ends(source: str, joined: str) -> None:
    outline = read_text(f"Plan\n\n1. Mål\n\nVi har {source} her i vores by.\n".encode())
    assert [block.text for block in outline.sections[0].blocks] == [
        f"Vi har {joined} her i vores by."
    ]


def test_a_dash_at_the_beginning_of_a_full_line_is_no_bullet() -> None:
    outline = read("""\
        Plan

        1. Mål

        Vi vil gerne have flere grønne områder tæt på byens skoler
        – også i centrum, hvor der i dag er asfalt fra væg til væg
        og hverken træer eller blomster.
        """)
    (block,) = outline.sections[0].blocks
    assert " byens skoler – også i centrum, " in block.text
    assert [note.line for note in outline.doubts] == [6]


@pytest.mark.parametrize("source", ["børne-\ntil ungdomsliv", "e-\nmail", "ikke-\nstatslig"])
def test_a_guess_at_a_hyphen_is_told(source: str) -> None:
    outline = read_text(f"Plan\n\n1. Mål\n\nVi har {source} her i byen.\n".encode())
    assert [note.line for note in outline.doubts] == [5]
