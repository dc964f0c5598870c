"""500 made-up documents: whatever the PDF did to the spacing, no word is lost, added or moved.

The generator keeps its own words, whole, and breaks them itself at syllables it was given. What
the outline must contain is never computed by the importer's code.
"""

from dataclasses import dataclass, field
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importers.outline import Outline
from policies.importers.text import read_text

# A bar shows where a word may be broken with a hyphen.
WORDS = [
    word.split("|")
    for word in [
        "med|bor|ger|skab",
        "fæl|les|skab",
        "kom|mu|ne",
        "til|lid",
        "for|ene",
        "ud|dan|nel|se",
        "op|gave|lø|sning",
        "an|svar",
        "ned|sæt|te",
        "be|hand|le",
        "selv|stæn|dig|hed",
        "bor|ger|ind|drag|el|se",
        "ung|doms|ud|dan|nel|ser",
        "over",
        "områ|der",
        "mu|lig|he|der",
        "ini|ti|a|tiv|ta|ge|re",
        "æl|dre",
        "øko|no|mi",
        "ån|den",
        "vi",
        "er",
        "alle",
        "på",
        "det",
        "en",
        "skal",
        "have",
        "sam|ar|bejde",
        "ret|nin|gen",
        "i",
        "byens",
        "na|tur",
        "til",
        "og",
        "med",
        "langs",
        "fjor|den",
        "kul|tur|liv",
    ]
]
NAMES = [["Is|høj"], ["Øster", "å"], ["Nør|re|by"]]
# Words with hyphens of their own; "+" shows where a line may end on that hyphen.
HYPHENATED = [
    "bruger- og skole|be|sty|rel|ser",
    "EU-+lande",
    "1990-+2000",
    "by-, land- og hav|ne|folk",
]
OTHERS = ["–", "100", "2030", "12", "fx", "ca.", "(se", "5.000"]
MARKS = ["-", "•", "*", "▪"]
LABELS = ["Høringsversion", "Høringsudkast", "Udkast", "Forslag"]


@dataclass
class Made:
    """One block as it was meant: its kind, depth and words (each a list of breakable parts)."""

    kind: str
    words: list[list[str]]
    level: int = 0

    @property
    def text(self) -> str:
        return " ".join("".join(parts) for parts in self.words)


@dataclass
class Document:
    label: str
    title: str
    sections: list[tuple[str, list[Made]]] = field(default_factory=list)

    def words(self) -> list[str]:
        words = [self.label, *self.title.split()]
        for number, (heading, blocks) in enumerate(self.sections, start=1):
            words += [str(number), *heading.split()]
            words += [word for block in blocks for word in block.text.split()]
        return words


class Author:
    """Writes documents by dice."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice

    def phrase(self, low: int, high: int) -> list[list[str]]:
        """Words, the first with a capital letter."""
        words = [list(self.dice.choice(WORDS)) for _ in range(self.dice.randint(low, high))]
        words[0][0] = words[0][0].capitalize()
        return words

    def sentence(self) -> list[list[str]]:
        words = self.phrase(4, 14)
        for extra in (HYPHENATED, OTHERS, NAMES):
            if self.dice.random() < 0.25:
                places = [i for i in range(1, len(words)) if words[i - 1][-1].isalpha()]
                at = self.dice.choice(places)
                chosen = self.dice.choice(extra)
                joined = chosen if isinstance(chosen, str) else "".join(chosen)
                words[at:at] = [self.parts(word) for word in joined.split()]
        if self.dice.random() < 0.4:
            at = self.dice.randint(0, len(words) - 2)
            if words[at][-1].isalpha():
                words[at][-1] += ","
        words[-1][-1] += self.dice.choice([".", ".", ".", "!", "?"])
        return words

    @staticmethod
    def parts(word: str) -> list[str]:
        return word.replace("-+", "-|").split("|")

    def paragraph(self, at_least: int = 1) -> list[list[str]]:
        words = [word for _ in range(self.dice.randint(at_least, 4)) for word in self.sentence()]
        # A short question that stands alone could as well be a heading; no reader could tell.
        words[-1][-1] = words[-1][-1].replace("?", ".")
        return words

    def items(self) -> list[Made]:
        nested = self.dice.random() < 0.3
        made: list[Made] = []
        for _ in range(self.dice.randint(1, 5)):
            words = self.sentence() if self.dice.random() < 0.5 else self.phrase(2, 16)
            made.append(Made("item", words, 1))
            for _ in range(self.dice.randint(0, 2) if nested else 0):
                made.append(Made("item", self.phrase(2, 9), 2))
        return made

    def blocks(self) -> list[Made]:
        shape = self.dice.choice(["paragraph", "paragraph", "lead-in", "heading", "titled list"])
        if shape == "paragraph":
            return [Made("text", self.paragraph())]
        if shape == "lead-in":
            words = self.phrase(2, 8)
            words[-1][-1] += ":"
            return [Made("text", words), *self.items()]
        heading = Made("heading", self.phrase(2, 4))
        if shape == "heading":
            return [heading, Made("text", self.paragraph())]
        return [heading, *self.items()]

    def document(self) -> Document:
        title = Made("title", self.phrase(1, 3)).text
        made = Document(self.dice.choice(LABELS), title)
        for _ in range(self.dice.randint(1, 5)):
            # Long enough to show how the document breaks its lines; two lines alone never do.
            blocks = [Made("text", self.paragraph(at_least=3))]
            for _ in range(self.dice.randint(0, 4)):
                blocks += self.blocks()
            made.sections.append((Made("title", self.phrase(1, 4)).text, blocks))
        return made


@dataclass
class Setting:
    """How the document is set: columns, chance of a hyphen, and the blank lines."""

    width: int
    hyphenation: float
    line_gap: int
    block_gap: int
    hanging: bool
    irregular: bool


class Typesetter:
    """Sets a document as lines, the way a PDF's text comes out."""

    def __init__(self, setting: Setting, dice: Random) -> None:
        self.setting = setting
        self.dice = dice
        self.rows: list[str] = []
        self.shows_spacing = False

    def set(self, document: Document) -> str:
        self.rows = [f"{document.label}: {document.title}"]
        for number, (heading, blocks) in enumerate(document.sections, start=1):
            self.put([f"{number}. {heading}"], self.setting.block_gap)
            mark = self.dice.choice(MARKS)
            before = "heading"
            for block in blocks:
                listed = block.kind == before == "item"
                gap = self.setting.line_gap if listed else self.setting.block_gap
                self.put(self.wrapped(block, mark), gap)
                before = block.kind
        return "\n".join(row + " " * self.dice.choice([0, 0, 1, 2, 5]) for row in self.rows) + "\n"

    def put(self, rows: list[str], gap: int) -> None:
        for position, row in enumerate(rows):
            blanks = self.setting.line_gap if position else gap
            if self.setting.irregular:
                blanks = self.dice.choice([0, 0, 1, 1, 1, 2, 4]) if position else 1 + blanks
            if position and row.lstrip()[0].islower() and self.rows[-1][-1] not in ".!?:":
                self.shows_spacing = True
            self.rows += [""] * blanks + [row]

    def wrapped(self, block: Made, mark: str) -> list[str]:
        first = "   " * (block.level - 1) + f"{mark} " if block.kind == "item" else ""
        rest = " " * len(first) if self.setting.hanging else ""
        rows, row = [], first
        for word in block.words:
            glue = "" if row in (first, rest) else " "
            whole = "".join(word)
            if len(row + glue + whole) <= self.setting.width:
                row += glue + whole
                continue
            head, tail = self.broken(word, self.setting.width - len(row + glue))
            rows.append(row + glue + head if head else row)
            row = rest + tail
        return [*rows, row]

    def broken(self, word: list[str], room: int) -> tuple[str, str]:
        """As much of the word as fits with a hyphen, and the rest; all of it if none fits."""
        for cut in range(len(word) - 1, 0, -1):
            head, tail = "".join(word[:cut]), "".join(word[cut:])
            if head.endswith("-") and len(head) <= room:
                return head, tail
            syllables = len(head) > 1 and len(tail.strip(".,!?:")) > 1
            fits = len(head) < room and not head.endswith("-")
            if syllables and fits and self.dice.random() < self.setting.hyphenation:
                return head + "-", tail
        return "", "".join(word)


SETTINGS = st.builds(
    Setting,
    width=st.integers(38, 110),
    hyphenation=st.sampled_from([0.0, 0.5, 1.0]),
    line_gap=st.integers(0, 2),
    block_gap=st.just(0),
    hanging=st.booleans(),
    irregular=st.booleans(),
)


def found_shape(outline: Outline) -> list[tuple[str, list[tuple[str, int, str]]]]:
    return [(s.heading, [(b.kind, b.level, b.text) for b in s.blocks]) for s in outline.sections]


def made_shape(document: Document) -> list[tuple[str, list[tuple[str, int, str]]]]:
    return [(heading, [(b.kind, b.level, b.text) for b in bs]) for heading, bs in document.sections]


def spoken(words: list[str]) -> list[str]:
    """Without lonely dashes: in irregular spacing one at the beginning of a line is a bullet."""
    return [word for word in words if word != "–"]


@settings(max_examples=500, deadline=None, derandomize=True)
@given(setting=SETTINGS, more=st.integers(1, 2), seed=st.integers(0, 2**32))
def test_words_and_structure_come_back(setting: Setting, more: int, seed: int) -> None:
    dice = Random(seed)
    document = Author(dice).document()
    setting.block_gap = setting.line_gap + more
    typesetter = Typesetter(setting, dice)
    source = typesetter.set(document)
    outline = read_text(source.encode())
    assert outline.dropped == (), source
    if setting.irregular:
        assert spoken(outline.words()) == spoken(document.words()), source
    else:
        assert outline.words() == document.words(), source
    # Without one line that goes on in lower case nobody could tell line gaps from block gaps.
    if typesetter.shows_spacing and not setting.irregular:
        assert found_shape(outline) == made_shape(document), source


def test_the_generator_makes_what_it_claims() -> None:
    """Hyphens, nesting, double spacing and true hyphens at line ends really come about."""
    sources = []
    for seed in range(200):
        dice = Random(seed)
        setting = Setting(40 + seed % 60, 1.0, seed % 3, seed % 3 + 1, seed % 2 == 0, seed % 5 == 0)
        sources.append(Typesetter(setting, dice).set(Author(dice).document()))
    everything = "".join(sources)
    lines = [line.rstrip() for line in everything.splitlines()]
    assert sum(line.endswith("-") and line[-2:-1].isalpha() for line in lines) > 1000
    assert sum(line.endswith(("bruger-", "land-")) for line in lines) > 10
    assert sum(line.endswith(("EU-", "1990-")) for line in lines) > 3
    assert any(line.startswith("   - ") for line in lines)
    assert "\n\n\n" in everything
