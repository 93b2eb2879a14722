"""Blocks that a site profile says are on every page of the site."""

from collections.abc import Sequence

from pipeline.clean.cues import contact_cues
from pipeline.clean.verdicts import Verdict
from pipeline.site_profile import SiteProfile

REACH = 3  # blocks around contact data in which a name, an office or a heading belongs to it
SHORT = 90  # characters of such a block


def without_repeated(verdicts: Sequence[Verdict], texts: Sequence[str], profile: SiteProfile) -> list[Verdict]:
    """The verdicts with repeated blocks as junk, contact data and what stands beside them excepted.

    A press office's contact stands on all of its pages, and is what a release is read for.
    """
    contacts = [
        index
        for index, (verdict, text) in enumerate(zip(verdicts, texts, strict=True))
        if not verdict.junk and contact_cues(text)
    ]
    spared = {index + offset for index in contacts for offset in range(-REACH, REACH + 1)}
    return [
        Verdict(junk=True, kind="nav", rule="site-profile:repeated")
        if not verdict.junk and not (index in spared and len(text) <= SHORT) and profile.repeats(text)
        else verdict
        for index, (verdict, text) in enumerate(zip(verdicts, texts, strict=True))
    ]
