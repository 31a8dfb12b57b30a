"""The published example, as the results' own tests have it."""

from tests.web.results.conftest import example, kept, kept_result, sealed_once

__all__ = ["example", "kept", "kept_result", "sealed_once"]
