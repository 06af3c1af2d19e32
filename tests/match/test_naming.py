"""Names of real kinds of systems, and what a person reads in them."""

import pytest

from regia.match.lexicon import Lexicon, shipped
from regia.match.naming import Naming, common_prefix, tokens


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("BillingCity", ["billing", "city"]),
        ("address1", ["address", "1"]),
        ("HTTPServer", ["http", "server"]),
        ("Città di nascita", ["citta", "di", "nascita"]),
        ("value[zip_code]", ["zip", "code"]),
        ("", []),
    ],
)
def test_names_are_split_at_capitals_digits_and_signs(name: str, written: list[str]) -> None:
    assert tokens(name) == written


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("RAGSOC", [{"legal"}]),
        ("ragione_sociale", [{"legal"}]),
        ("LOCALI", [{"city"}]),  # cut after six letters, as older systems do
        ("NUMORD", [{"number"}, {"order"}]),
        ("FATRIG", [{"invoice"}, {"line"}]),
        ("codice_fiscale", [{"code"}, {"fiscal"}]),
        ("Partita IVA", [{"vat"}]),
        ("dataNascita", [{"birth"}]),
        ("firstname", [{"first"}]),
        ("cod_for", [{"code"}, {"supplier"}]),
        ("price for it", [{"price"}, {"it"}]),  # here it only joins
        ("the_price_of_it", [{"price"}, {"it"}]),
        ("xylophone", [{"xylophone"}]),
    ],
)
def test_names_are_read_with_the_lexicon(name: str, terms: list[set[str]]) -> None:
    assert [set(word) for word in Naming(shipped()).words(name)] == terms


def test_a_word_with_two_meanings_keeps_both() -> None:
    assert Naming(shipped()).words("stato") == (frozenset({"state", "status"}),)


def test_a_cut_word_is_completed_only_where_the_words_agree() -> None:
    lexicon = Lexicon({"indirizzo": frozenset({"address"}), "indice": frozenset({"index"})})
    assert lexicon.completed("indir") == frozenset({"address"})
    assert lexicon.completed("indi") is None


def test_the_prefix_that_most_names_share_is_found() -> None:
    assert common_prefix(["client_id", "client_name", "client_zip", "note"]) == "client_"
    assert common_prefix(["client_id", "name", "zip", "note"]) == ""
    assert common_prefix(["a_b", "a_c"]) == ""


@pytest.mark.parametrize("name", ["ragione_sociale", "rag_soc", "RagSoc", "rag_sociale"])
def test_a_known_expression_is_read_whole_also_where_its_words_are_cut(name: str) -> None:
    assert Naming(shipped()).words(name) == (frozenset({"legal"}),)
