"""The archive as a file."""

import hashlib
import io
import zipfile

from appraisal.documents.archive import write

FILES = {"b.json": b"{}", "a.txt": "票".encode()}


def written(files):
    out = io.BytesIO()
    write(files, {"kind": "public"}, out)
    return out.getvalue()


def test_one_content_gives_one_byte_string():
    turned = dict(reversed(FILES.items()))

    assert hashlib.sha256(written(FILES)).hexdigest() == hashlib.sha256(written(turned)).hexdigest()


def test_files_stand_in_order_uncompressed_without_a_time():
    with zipfile.ZipFile(io.BytesIO(written(FILES))) as packed:
        found = [(each.filename, each.compress_type, each.date_time) for each in packed.infolist()]
        manifest = packed.read("manifest.json")

    epoch = (1980, 1, 1, 0, 0, 0)
    assert found == [(name, zipfile.ZIP_STORED, epoch) for name in ("a.txt", "b.json", "manifest.json")]
    assert hashlib.sha256(FILES["a.txt"]).hexdigest().encode() in manifest
