"""Which language a text is in."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# German, its neighbours, and the languages that German authorities publish in.
LANGUAGES = (
    "de",
    "en",
    "fr",
    "nl",
    "da",
    "pl",
    "cs",
    "it",
    "es",
    "pt",
    "tr",
    "ru",
    "uk",
    "ar",
    "fa",
    "ro",
    "hr",
    "hu",
    "lb",
    "sv",
)
UNKNOWN = "und"
SHORTEST = 40  # letters below which a guess would be one
ENOUGH = 2000  # characters that are looked at
SURE = 0.9


@cache
def _identifier() -> LanguageIdentifier:
    """Our own instance: the library's shared one may be restricted by others in the same process."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.labels])
    return identifier


def language_of(text: str) -> str:
    """ISO 639-1 code, or ``und`` where the text is too short or the guess unsure."""
    head = text[:ENOUGH]
    if sum(character.isalpha() for character in head) < SHORTEST:
        return UNKNOWN
    code, probability = _identifier().classify(head)
    return str(code) if float(probability) >= SURE else UNKNOWN
