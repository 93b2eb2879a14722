"""Ids survive added documents, merges leave redirects, splits keep the part with the anchor."""

from pipeline.feeds.identities import assign, current


def test_an_id_survives_added_appearances() -> None:
    first = assign([["a", "b"]], (), "P")
    second = assign([["0", "a", "b", "c"]], first, "P")
    assert [one.id for one in second] == [one.id for one in first]
    assert second[0].members == ("0", "a", "b", "c")


def test_a_merge_leaves_a_redirect_to_the_eldest() -> None:
    first = assign([["a"]], (), "P")
    second = assign([["a"], ["b"]], first, "P")
    merged = assign([["a", "b"]], second, "P")
    old, young = merged
    assert (old.id, old.state) == (first[0].id, "current")
    assert (young.state, young.redirect) == ("redirected", old.id)


def test_a_split_keeps_the_id_with_the_anchor_and_gives_redirected_ids_back() -> None:
    second = assign([["a"], ["b"]], assign([["a"]], (), "P"), "P")
    merged = assign([["a", "b", "c"]], second, "P")
    parted = assign([["b"], ["a", "c"]], merged, "P")
    assert {one.id: one.members for one in parted} == {second[0].id: ("a", "c"), second[1].id: ("b",)}
    assert all(one.state == "current" and one.redirect is None for one in parted)


def test_a_lost_anchor_is_replaced_by_what_is_left() -> None:
    first = assign([["a", "b"]], (), "P")
    second = assign([["b", "c"]], first, "P")
    assert (second[0].id, second[0].anchor) == (first[0].id, "b")


def test_an_id_whose_documents_are_gone_is_never_given_again() -> None:
    first = assign([["a"]], (), "P")
    gone = assign([], first, "P")
    assert gone[0].state == "gone"
    back = assign([["a"]], gone, "P")
    assert (back[0].id, back[0].state) == (first[0].id, "current")
    other = assign([["b"]], gone, "P")
    assert len({one.id for one in other}) == 2


def test_every_appearance_has_one_current_id() -> None:
    found = assign([["a", "b"], ["c"]], (), "O")
    assert set(current(found)) == {"a", "b", "c"}
    assert len({one.id for one in found}) == 2
