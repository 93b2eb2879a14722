"""The picture and the trees of links: complete, readable without eyes, and safe with hostile names."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from io import StringIO
from typing import Any, cast

from rich.console import Console

from pipeline.explain.links import graph_of
from pipeline.explain.links_picture import MOST, links_section
from pipeline.explain.links_text import links_text
from pipeline.flow import Trace
from pipeline.values import Linked
from tests.link.pages import linked

PAGE = """[Stadt Worms](ORG), [Amt für Integration](ORG)

Dr. [Ute Erz](PER), stellvertretende [Leiterin](ROLE)
Tel. [06241 853-10](PHONE +49624185310 phone)
Fax [06241 853-11](PHONE +49624185311 fax)
[ute.erz@worms.de](EMAIL ute.erz@worms.de)
[www.worms.de](URL)

[Ute Erz](PER) folgt zum [1. April](DATE 2024-04-01) auf [Jan Ott](PER).
"""
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Traced:
    """All of a trace that the picture reads."""

    linked: Linked


def traced(text: str) -> Trace:
    facts, _ = linked(text)
    return cast(Trace, Traced(facts))


def picture(section: str) -> Any:
    start, end = section.index("<svg"), section.index("</svg>") + len("</svg>")
    return ElementTree.fromstring(section[start:end])  # noqa: S314 - our own picture


def test_every_link_of_the_record_is_an_edge() -> None:
    graph = graph_of(traced(PAGE))
    labels = {node.key: node.label for node in graph.nodes}
    edges = {(labels[edge.source], edge.kind, labels[edge.target]) for edge in graph.edges}
    assert {
        ("Dr. Ute Erz", "phone", "+49624185310"),
        ("Dr. Ute Erz", "fax", "+49624185311"),
        ("Dr. Ute Erz", "email", "ute.erz@worms.de"),
        ("Dr. Ute Erz", "succeeds", "Jan Ott"),
        ("Amt für Integration", "part of", "Stadt Worms"),
        ("Stadt Worms", "url", "https://www.worms.de"),
    } <= edges


def test_scores_and_reasons_are_told() -> None:
    graph = graph_of(traced(PAGE))
    mail = next(edge for edge in graph.edges if edge.kind == "email")
    assert mail.score is not None
    assert "the mailbox bears the person's name" in mail.reasons
    assert any("deputy" in note for node in graph.nodes for note in node.notes)


def test_the_picture_is_well_formed_and_says_what_it_shows() -> None:
    root = picture(links_section(traced(PAGE)))
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert next(root.find(f".//*[@id='{name}']").text for name in named).startswith("Links between")
    arrows = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}path") is not None]
    assert len(arrows) == len(graph_of(traced(PAGE)).edges)
    assert all(group.findtext(f"{SVG}title") for group in arrows)


def test_the_table_says_the_same_in_words() -> None:
    section = links_section(traced(PAGE))
    table = section[section.index("<table>") :]
    assert table.count("<tr>") == len(graph_of(traced(PAGE)).edges) + 1
    assert "<td>Dr. Ute Erz</td><td>succeeds</td><td>Jan Ott</td>" in table


def test_hostile_names_stay_text() -> None:
    text = "[Ute <script>alert(1)</script> \x1b\u202eErz](PER), Tel. [06241 853-10](PHONE +49624185310 phone)\n"
    section = links_section(traced(text))
    assert "<script" not in section
    assert "\x1b" not in section
    assert "\u202e" not in section
    picture(section)


def test_a_page_without_links_has_no_picture() -> None:
    assert "<svg" not in links_section(traced("Nur Text, niemand genannt."))


def test_a_long_directory_is_drawn_in_part_and_listed_in_full() -> None:
    cards = "\n\n".join(
        f"[Ute {chr(65 + n % 26)}{chr(97 + n // 26)}rz](PER)\nTel. [06241 853-{n}](PHONE +496241853{n:03} phone)"
        for n in range(MOST + 30)
    )
    section = links_section(traced(cards))
    assert section.count("<rect") == 2 * MOST
    assert "60 more are only in the table" in section
    assert section[section.index("<table>") :].count("<tr>") == MOST + 30 + 1


def test_the_terminal_shows_a_tree_a_person() -> None:
    console = Console(width=160, record=True, file=StringIO())
    for part in links_text(traced(PAGE)):
        console.print(part)
    shown = console.export_text()
    assert "Dr. Ute Erz (person)" in shown
    assert "role  Leiterin (deputy)" in shown or "role  stellvertretende Leiterin (deputy)" in shown
    assert "succeeds  Jan Ott" in shown
