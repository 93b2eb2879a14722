"""The entity model of a run: which one it is, and loading it."""

import hashlib
from dataclasses import dataclass

from pipeline.documents import CleanDocument, EntityRecogniser, Mention, ModelIdentity
from pipeline.version import __version__

NO_MODEL = "none"


@dataclass(frozen=True, slots=True)
class ContactsOnly:
    """Finds no people, organisations or places: a run for phones, addresses, e-mails and dates alone."""

    name: str = NO_MODEL
    version: str = __version__
    sha256: str = hashlib.sha256(b"").hexdigest()

    def recognise(self, document: CleanDocument) -> list[Mention]:
        """Nothing."""
        del document
        return []


def load_recogniser(spec: str) -> EntityRecogniser:
    """The model a user names; ``none`` for contact points and dates only.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    if spec == NO_MODEL:
        return ContactsOnly()
    from pipeline.annotate.ner import load_model  # spaCy takes seconds to import, and not every command needs it

    return load_model(spec)


def identity_of(model: EntityRecogniser | str) -> ModelIdentity:
    """What tells a model from others; one that is only named is not loaded.

    Raises:
        ModelError: there is no such model, or it is damaged.
    """
    if isinstance(model, str):
        if model != NO_MODEL:
            from pipeline.annotate.ner_models import identify  # imports all recognisers on the way

            return identify(model)
        model = ContactsOnly()
    return ModelIdentity(model.name, model.version, model.sha256)
