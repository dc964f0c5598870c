"""The languages a section may be read in beside the Danish: those spoken here, and easy Danish.

See docs/decisions/0020-translations-beside-the-text.md.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Language:
    """One of them; `code` stands in addresses, and `lang` is what browsers understand."""

    code: str
    own_name: str
    name: str | Promise
    # That the Danish text applies, in the language itself.
    note: str
    rtl: bool = False

    @property
    def lang(self) -> str:
        return "da" if self.code == EASY_DANISH else self.code

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"


EASY_DANISH = "da-let"

# In the order in which they are offered.
_ALL = (
    Language(
        EASY_DANISH,
        "Let dansk",
        _("Easy Danish"),
        "Det her er skrevet på let dansk for at hjælpe dig. Det er den lange tekst, der gælder.",
    ),
    Language(
        "en",
        "English",
        _("English"),
        "The translation is there to help you. The Danish text is the one that applies.",
    ),
    Language(
        "ar",
        "العربية",
        _("Arabic"),
        "هذه الترجمة للمساعدة فقط. النص الدنماركي هو المعتمد.",
        rtl=True,
    ),
    Language(
        "ur",
        "اردو",
        _("Urdu"),
        "یہ ترجمہ صرف مدد کے لیے ہے۔ ڈینش متن ہی معتبر ہے۔",
        rtl=True,
    ),
    Language(
        "tr",
        "Türkçe",
        _("Turkish"),
        "Bu çeviri yalnızca yardımcı olmak içindir. Geçerli olan Danca metindir.",
    ),
    Language(
        "pl",
        "Polski",
        _("Polish"),
        "Tłumaczenie ma charakter pomocniczy. Obowiązuje tekst duński.",
    ),
    Language(
        "so",
        "Soomaali",
        _("Somali"),
        "Turjumaaddani waa caawimo. Qoraalka Danishka ayaa ansax ah.",
    ),
    Language(
        "fa",
        "فارسی",
        _("Persian"),
        "این ترجمه فقط برای کمک است. متن دانمارکی معتبر است.",
        rtl=True,
    ),
    Language(
        "uk",
        "Українська",
        _("Ukrainian"),
        "Переклад подано для допомоги. Чинним є данський текст.",
    ),
    Language(
        "bs",
        "Bosanski",
        _("Bosnian"),
        "Prijevod služi kao pomoć. Važi danski tekst.",
    ),
    Language(
        "ro",
        "Română",
        _("Romanian"),
        "Traducerea este doar un ajutor. Textul danez este cel valabil.",
    ),
    Language(
        "de",
        "Deutsch",
        _("German"),
        "Die Übersetzung ist eine Hilfe. Maßgeblich ist der dänische Text.",
    ),
)
LANGUAGES = {language.code: language for language in _ALL}
