"""Every error the pipeline raises on purpose, as one tree.

A message names the file (or setting) and the remedy, so the command line prints it as it is.
"""


class PipelineError(Exception):
    """Base of all errors a user can be told about without a traceback."""


class UsageError(PipelineError):
    """The call itself cannot work: no input, unknown option value, unwritable output folder."""


class EmptyInputError(UsageError):
    """The inputs are there, but hold no document."""


class SettingsError(PipelineError):
    """A settings file or an environment variable holds something unusable."""


class ModelError(PipelineError):
    """The entity model is missing, damaged, or has no usable labels."""


class LexiconError(PipelineError):
    """A lexicon under ``resources`` does not have the shape its loader documents."""


class GoldError(PipelineError):
    """A record cannot be written as a gold document."""


class DecisionError(PipelineError):
    """A reviewer's decision is malformed, or cannot be taken back."""


class LostRaceError(DecisionError):
    """Somebody else decided about the same document in the meantime; look again, then decide."""


class StateError(PipelineError):
    """The state of an output folder is damaged, or was written by a newer version."""


class BusyError(PipelineError):
    """Another run works on the same output folder."""


class GateError(PipelineError):
    """A directory does not meet the conditions of its publication."""


class SuppressionError(PipelineError):
    """The list of the suppressed or its key is missing or damaged; nothing may be emitted without it."""


class DocumentError(PipelineError):
    """One document cannot become a record; it is quarantined and the run goes on.

    Args:
        code: short machine-readable reason, such as ``empty`` or ``binary``.
        message: what is wrong and what the operator can do about it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[str, str]]:
        return type(self), (self.code, self.message)


class ReadError(DocumentError):
    """The bytes of a document cannot be read or decoded as text."""


class GroundingError(DocumentError):
    """A value's span does not give back its text: the record must not be emitted."""
