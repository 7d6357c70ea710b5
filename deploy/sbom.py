"""Write what the program is built from as CycloneDX JSON, off the lock: ``python deploy/sbom.py OUT``."""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"^([a-z0-9.-]+)(?:\[[\w,-]+\])?==([^\s;]+)(?: ; (.+?))? \\\n((?:    --hash=.*\n?)+)", re.MULTILINE
)
HASH = re.compile(r"sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, object]]:
    """List every locked package with the hashes of the files that may be installed for it."""
    return [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "hashes": [{"alg": "SHA-256", "content": content} for content in sorted(HASH.findall(hashes))],
            **({"properties": [{"name": "marker", "value": marker}]} if marker else {}),
        }
        for name, version, marker, hashes in BLOCK.findall(lock)
    ]


def bill(lock: str, project: dict[str, object]) -> dict[str, object]:
    """Put the bill together; the same lock gives the same bytes."""
    found = components(lock)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(found, sort_keys=True))
    about = {
        "type": "application",
        "name": project["name"],
        "version": project["version"],
        "bom-ref": "appraisal",
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": about},
        "components": found,
    }


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    Path(sys.argv[1]).write_text(json.dumps(bill(lock, project), indent=1) + "\n", encoding="utf-8")
