"""The office's settings in a data folder of the tests' own, with password hashes that cost nothing.

On SQLite unless DATABASE_URL names another; as a file, since threads do not share a database in memory.
"""

import atexit
import os
import shutil
import tempfile

DATA_OF_TESTS = tempfile.mkdtemp(prefix="paroffice-tests-")
MAKER = os.getpid()
os.environ["PAROFFICE_DATA"] = DATA_OF_TESTS


@atexit.register
def _leave_nothing() -> None:
    if os.getpid() == MAKER:
        shutil.rmtree(DATA_OF_TESTS, ignore_errors=True)


from paroffice.config.settings import *  # noqa: E402, F403
from paroffice.config.settings import DATA, DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
