"""Tests see what ships, and no layers of whoever runs them."""

import os
import tempfile

_EMPTY = tempfile.TemporaryDirectory(prefix="geoconflict-")
os.environ["GEOCONFLICT_DATA"] = _EMPTY.name
