import pytest
def test_x(db): pass
