"""The office's settings in a data folder of the tests' own, with password hashes that cost nothing."""

import os
import tempfile

os.environ["PAROFFICE_DATA"] = tempfile.mkdtemp(prefix="paroffice-tests-")

from paroffice.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
