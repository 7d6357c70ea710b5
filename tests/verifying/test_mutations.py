"""Whatever is done to an archive, the checker says so and never breaks."""

import io
import random
import zipfile

import pytest

from appraisal.verifying.report import Verdict
from appraisal.verifying.verify import Asked, verify
from tests.verifying.damage import damaged, unpacked


def test_no_damage_passes_and_none_breaks_the_checker(plain, fingerprint, many):
    wanted = Asked(board=fingerprint)

    passed = [
        seed
        for seed in range(many(400, 10_000))
        if verify(damaged(plain, seed), wanted).verdict in (Verdict.VALID, Verdict.IN_PART)
    ]

    assert passed == []


def test_a_flipped_bit_anywhere_is_reported(plain, fingerprint, many):
    wanted = Asked(board=fingerprint)
    places = range(0, len(plain), many(61, 1))

    missed = []
    for place in places:
        content = plain[:place] + bytes([plain[place] ^ 4]) + plain[place + 1 :]
        if verify(content, wanted).verdict not in (Verdict.INVALID, Verdict.UNREADABLE):
            missed.append(place)

    assert missed == []


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_same_files_packed_by_another_program_are_not_the_archive(plain, compression):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, content in unpacked(plain).items():
            packed.writestr(name, content)

    assert verify(out.getvalue()).verdict in (Verdict.INVALID, Verdict.UNREADABLE)


def test_noise_is_not_readable(many):
    chance = random.Random(3)

    found = {verify(chance.randbytes(chance.randrange(2000))).verdict for _ in range(many(200, 2_000))}

    assert found == {Verdict.UNREADABLE}
