"""Packages in the store of files, named by their SHA-256."""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from paroffice.evidence.store import ASIDE, Coming


def keep(content: bytes) -> str:
    """Lays it down, once, and says its digest. A package may be larger than any one piece of evidence."""
    root = Path(settings.FILES)
    root.mkdir(parents=True, exist_ok=True)
    digest = sha256(content).hexdigest()
    with NamedTemporaryFile(dir=root, prefix=ASIDE, delete=False) as aside:
        aside.write(content)
        aside.flush()
        os.fsync(aside.fileno())
    Coming(root, Path(aside.name), digest, len(content)).settle()
    return digest
