"""Values -> people, organisations, places and their contact points, each link with its reason.

people, organisations, places   which mentions mean the same entity
scene, layout, columns          where everything stands on the page
roles, contacts, affiliations   scored links, by linear models whose weights are data (`model`)
role_lists, turned              lists of people behind a role, pages with numbers above names
segments                        what brackets and semicolons give to one name alone
references                      "Telefon wie Frau Böhlert"
rows                            rows of a table whose name is missing
owners                          what belongs to a body and to nobody in person
assemble                        the links as the document's facts
"""

from pipeline.documents import CleanDocument, Issue
from pipeline.link.affiliations import link_organisations
from pipeline.link.assemble import assemble
from pipeline.link.columns import Columns
from pipeline.link.contacts import link_points
from pipeline.link.mailboxes import Mailboxes
from pipeline.link.model import load
from pipeline.link.organisations import merge_organisations
from pipeline.link.people import merge_people
from pipeline.link.places import merge_places
from pipeline.link.references import link_references
from pipeline.link.roles import link_roles
from pipeline.link.rows import Rows, doubt_points, doubt_roles
from pipeline.link.scene import Scene
from pipeline.values import Linked, Values


def link(document: CleanDocument, values: Values) -> tuple[Linked, tuple[Issue, ...]]:
    """The document's people and organisations with everything that belongs to them."""
    people, issues = merge_people(document, values.people, values.emails)
    places, more = merge_places(values.places, values.addresses, values.phones)
    scene = Scene(document, values, people, merge_organisations(document, values.organisations, values.places))
    columns, rows = Columns(scene), Rows(scene)
    roles = doubt_roles(scene, rows, link_roles(scene, columns, load("roles")))
    mailboxes = Mailboxes(people, [email.value or "" for email in values.emails])
    points = doubt_points(rows, link_points(scene, columns, mailboxes, load("phones"), load("emails")))
    points += link_references(scene, points)
    affiliations = link_organisations(scene, roles, points, load("organisations"), load("affiliations"))
    linked, doubts = assemble(scene, roles, affiliations, points, places)
    return linked, (*issues, *more, *columns.issues, *doubts)
