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
READ = (600, 2000)  # characters that are looked at, and how many more if the first leave a doubt
SURE, CERTAIN = 0.9, 0.9999  # probabilities from which all that was read, or the first part alone, decides


@cache
def _identifier() -> LanguageIdentifier:
    """Our own instance: the library's shared one may be restricted by others in the same process."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.labels])
    return identifier


def language_of(text: str) -> str:
    """ISO 639-1 code, or ``und`` where the text is too short or the guess unsure."""
    first, enough = READ
    if sum(map(str.isalpha, text[:enough])) < SHORTEST:
        return UNKNOWN
    code, probability = _identifier().classify(text[:first])
    if probability < CERTAIN and len(text) > first:
        code, probability = _identifier().classify(text[:enough])
    return str(code) if probability >= SURE else UNKNOWN
