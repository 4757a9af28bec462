"""What the reader's browser gets of the library."""

import io
import zipfile

from bookproof.project import Project
from bookproof.runtime.wheel import library_wheel


def test_the_wheel_is_the_same_for_the_same_sources_and_holds_no_figures():
    project = Project.here()
    printed = {"a/b/01-c": [["1\n", "1\n"]]}
    wheel = library_wheel(project, printed)
    assert wheel == library_wheel(project, printed)
    assert wheel != library_wheel(project, {})
    names = zipfile.ZipFile(io.BytesIO(wheel)).namelist()
    assert "groundup/gates.py" in names
    assert "groundup/data/weights.npz" in names
    assert "bookproof/running/execution.py" in names
    assert not any("figures" in name or "mkdocs" in name for name in names)
