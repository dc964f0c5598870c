"""Writes the sample file that people download: python -m tests.policies.importers.make_sample."""

import datetime

import docx

from policies.importers.sample import SAMPLE

TEXT = [
    ("Title", "Eksempelpolitik"),
    ("Normal", "Høringsversion"),
    ("Heading 1", "Sådan bruger du eksemplet"),
    (
        "Normal",
        "Skriv din politik i denne fil, og gem den som DOCX. Brug Words typografier: Titel til "
        "navnet, Overskrift 1 til hvert afsnit og Overskrift 2 til det, der hører under det.",
    ),
    (
        "Normal",
        "Hvert tekststykke og hvert punkt i en liste får sit eget nummer, som borgerne kan "
        "kommentere. Skriv derfor én ting i hvert tekststykke. Du skal ikke selv skrive numre.",
    ),
    ("Heading 1", "Vision"),
    ("Normal", "Her står det, som politikken vil. To eller tre sætninger er nok."),
    ("Heading 1", "Temaer - fællesskab, åbenhed og ansvar"),
    (
        "Normal",
        "Når overskriften nævner temaer, og der kommer en underoverskrift for hvert af dem, får "
        "bemærkningerne et tema.",
    ),
    ("Heading 2", "Vi vil styrke fællesskabet"),
    ("Normal", "Det gør vi ved at:"),
    ("List Bullet", "Støtte foreninger og frivillige."),
    ("List Bullet", "Skabe steder, hvor man kan mødes:"),
    ("List Bullet 2", "i byen"),
    ("List Bullet 2", "ved vandet"),
    ("Heading 2", "Vi vil have mere åbenhed"),
    ("Normal", "Det gør vi ved at:"),
    ("List Bullet", "Spørge, før vi beslutter."),
    ("List Bullet", "Svare, når borgerne skriver."),
    ("Heading 2", "Vi vil tage ansvar sammen"),
    ("Normal", "Det gør vi ved at:"),
    ("List Bullet", "Aftale, hvem der gør hvad."),
    ("Heading 1", "Sådan følger vi op"),
    ("Normal", "Byrådet ser på politikken hvert andet år."),
]


def main() -> None:
    document = docx.Document()
    for style, text in TEXT:
        document.add_paragraph(text, style=style)
    document.core_properties.author = ""
    document.core_properties.title = "Eksempelpolitik"
    document.core_properties.language = "da-DK"
    document.core_properties.created = datetime.datetime(2026, 11, 1)  # noqa: DTZ001
    document.core_properties.comments = ""
    document.save(str(SAMPLE))


if __name__ == "__main__":
    main()
