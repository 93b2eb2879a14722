"""All normalisers together: every kind of mention reaches its own, and no issue gets lost on the way."""

from dataclasses import replace

from pipeline.annotate import dates
from pipeline.documents import Label, Mention
from pipeline.normalise import normalise
from pipeline.parts import AddressParts, PhoneParts
from tests.link.pages import page

TEXT = (
    "Dr. [Ute Erz](PER), [Leiterin](ROLE) des [Jugendamts](ORG) in [Worms](LOC), am 5. April\n"
    "Tel. [06241 853-1060](PHONE), [ute.erz@worms.de](EMAIL), [www.worms.de](URL)\n[Markt 1, 67547 Worms](ADDR)"
)
PARTS = {
    Label.PHONE: PhoneParts("062418531060"),
    Label.ADDR: AddressParts("Markt", "1", "67547", "Worms", "DE"),
}
BROKEN = {Label.PHONE: PhoneParts("112"), Label.ADDR: AddressParts("Markt", "1", "00815", "Worms", "DE")}


def mentions(text: str, parts: dict[Label, PhoneParts | AddressParts]) -> list[Mention]:
    found = [mention for mention, _ in page(text).annotations]
    return [Mention(m.label, m.start, m.end, m.text, attributes=of_mail(m), parse=parts.get(m.label)) for m in found]


def of_mail(mention: Mention) -> dict[str, str]:
    return {"address": mention.text} if mention.label is Label.EMAIL else {}


def test_every_kind_of_mention_has_its_value() -> None:
    document = page(TEXT).document
    title = Mention(Label.TITLE, 0, 3, "Dr.")
    values, issues = normalise(document, [title, *mentions(TEXT, PARTS), *dates.find(document, ())])
    assert [(person.name, person.title) for person in values.people] == [("Ute Erz", "Dr.")]
    assert [body.name for body in values.organisations] == ["Jugendamt"]
    assert [place.name for place in values.places] == ["Worms"]
    assert [role.text for role in values.roles] == ["Leiterin"]
    assert [phone.value for phone in values.phones] == ["+4962418531060"]
    assert [email.value for email in values.emails] == ["ute.erz@worms.de"]
    assert [(url.value, url.mention.text) for url in values.urls] == [("https://www.worms.de", "www.worms.de")]
    assert [address.postcode for address in values.addresses] == ["67547"]
    assert [date.mention.text for date in values.dates] == ["5. April"]
    assert values.published is None
    assert issues == ()


def test_issues_of_all_kinds_are_kept() -> None:
    text = "[112](PHONE) [a@@b](EMAIL) [https://x](URL) [Markt 1, 00815 Worms](ADDR)"
    document = page(text).document
    undated = replace(document, raw=replace(document.raw, published="gestern"))
    _, issues = normalise(undated, mentions(text, BROKEN))
    codes = ["published-unreadable", "phone-invalid", "email-invalid", "url-invalid", "postcode-unknown"]
    assert [issue.code for issue in issues] == codes
    assert [issue.severity for issue in issues] == ["warning", "warning", "warning", "info", "warning"]
