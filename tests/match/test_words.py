"""The data files that matching reads: whole, consistent, and extended by a company."""

from pathlib import Path

import pytest

from regia.errors.match import TermsUnreadable
from regia.match.hub import shipped_hub
from regia.match.lexicon import read_lexicon, shipped, shipped_terms
from regia.match.naming import Naming
from regia.profile.recognise import detectors


def test_every_opposite_and_turning_word_is_a_term() -> None:
    terms = shipped_terms().keys()
    assert not {term for pair in shipped().opposites for term in pair} - terms - {"second"}
    assert not shipped().turning - terms - {"second"}


def test_no_word_is_written_twice_under_a_term() -> None:
    twice = {term: words for term, words in shipped_terms().items() if len(words) != len(set(words))}
    assert not twice


def test_the_hub_is_whole() -> None:
    hub = shipped_hub()
    assert 120 <= len(hub.attributes) <= 200
    parents = {concept.parent for concept in hub.concepts.values() if concept.parent}
    near = {name for concept in hub.concepts.values() for name in concept.near}
    assert parents | near <= hub.concepts.keys()
    for concept, key, attribute in hub.attributes:
        assert attribute.it, (concept, key)
        assert attribute.en, (concept, key)
        siblings = hub.concepts[concept].attributes.keys()
        assert attribute.beside.keys() <= siblings, (concept, key)


def test_every_phrase_of_the_hub_says_something() -> None:
    assert all(phrase.words for phrase in shipped_hub().phrases(Naming(shipped())))


def test_the_hub_names_only_types_that_the_profile_recognises() -> None:
    known = {each.semantic_type for each in detectors()}
    named = {semantic for _, _, attribute in shipped_hub().attributes for semantic in attribute.semantic}
    assert named <= known


def test_a_company_adds_its_own_terms(tmp_path: Path) -> None:
    (tmp_path / "terms.toml").write_text('customer = ["abbonato"]\nvessel = ["natante", "barca"]\n')
    own = Naming(read_lexicon(tmp_path))
    assert own.words("nome_abbonato") == (frozenset({"name"}), frozenset({"customer"}))
    assert own.words("barche_natante")[1] == frozenset({"vessel"})
    assert Naming(read_lexicon(None)).words("abbonato") == (frozenset({"abbonato"}),)


@pytest.mark.parametrize("text", ['customer = "abbonato"', "customer = [1]", "customer = [", 'customer = [""]'])
def test_terms_that_cannot_be_read_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "terms.toml").write_text(text)
    with pytest.raises(TermsUnreadable, match=r"terms\.toml"):
        read_lexicon(tmp_path)
