"""Pages rendered once: everybody gets the own values, packed or not, and nothing of the one before."""

import gzip
import re
import secrets

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.web.spliced import Spliced
from tests.phone import Phone, hidden

WORDS = st.text(min_size=1, max_size=300)
OWN = {"nonce": "0123456789abcdef" * 2, "tag": "fedcba9876543210"}


@settings(max_examples=200)
@given(before=WORDS, between=WORDS, after=WORDS, nonce=WORDS, tag=WORDS)
def test_packed_or_not_it_is_the_same_page(before, between, after, nonce, tag):
    def page(own):
        return before + own["nonce"] + between + own["tag"] + after + own["nonce"]

    once, other = Spliced(page(OWN), OWN), {"nonce": nonce, "tag": tag}

    assert once.plain(other).decode() == page(other)
    assert gzip.decompress(once.gzipped(other)).decode() == page(other)


def test_a_length_tells_nothing_of_the_values():
    page = Spliced(f"<p>{OWN['nonce']}</p><p>{OWN['tag']}</p>", OWN)

    lengths = {len(page.gzipped(OWN | {"nonce": nonce})) for nonce in ("0" * 32, secrets.token_hex(16))}

    assert len(lengths) == 1


def test_two_voters_of_one_sheet_get_their_own_numbers_and_no_others(app, open_round):
    codes = open_round().codes("A")
    first, second = (Phone(app).sheet(code) for code in codes[:2])

    mine, theirs = hidden(first), hidden(second)

    assert {name for name in mine if mine[name] == theirs[name]} == {"form"}
    assert [value for name, value in mine.items() if name != "form" and value in second.text] == []


def test_a_packed_sheet_is_the_one_that_is_not_packed(app, open_round):
    phone = Phone(app)
    plain = phone.sheet(open_round().codes("A")[0])

    packed = phone.client.get("/v/ballot", headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(packed.data).decode()
    nonce = re.findall(r'name="?nonce"?[^>]* value="?([0-9a-f]{32})"?', text)[0]

    assert (packed.headers["Content-Encoding"], "Accept-Encoding" in packed.vary) == ("gzip", True)
    assert without_token(text).replace(nonce, hidden(plain)["nonce"]) == without_token(plain.text)


def without_token(page):
    """The token is signed anew for each page."""
    return re.sub(r'(name="?csrf_token"?[^>]* value=)"[^"]+"', r"\1", page)


def test_a_page_may_be_the_same_for_everybody():
    page = Spliced("<p>还没有开始</p>", {})

    assert (page.plain({}), gzip.decompress(page.gzipped({}))) == ("<p>还没有开始</p>".encode(),) * 2
