"""The fuzzer's own process: ``python -m tools.fuzz.worker TARGET [libFuzzer's options]``; needs atheris."""

import sys

import atheris

with atheris.instrument_imports(include=["pipeline"]):
    from tools.fuzz.targets import TARGETS


def main() -> None:
    """Runs until libFuzzer's options say stop, or until something is found."""
    target = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
