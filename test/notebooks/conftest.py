"""The kernel that the notebooks run in, and the order of the tests: chapters run beside those that need none."""

import os
from pathlib import Path

import course
import pytest

KERNELS = Path(__file__).parents[2] / ".venv" / "share" / "jupyter"
# The files whose tests look at executed chapters.
READERS = ("test_chapters", "test_course", "test_exports")


def pytest_configure():
    os.environ.setdefault("JUPYTER_PATH", str(KERNELS))
    os.environ.setdefault("TOILE_HISTORY", "off")
    # The chapters are type-checked at once elsewhere.
    os.environ.setdefault("TOILE_TYPES", "off")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.module.__name__ in READERS)


def pytest_collection_finish(session):
    """Starts every chapter that a chosen test asks for."""
    if not session.config.option.collectonly:
        course.begin(item.callspec.params["path"] for item in session.items if "run" in item.fixturenames)


def pytest_sessionfinish():
    course.workers.shutdown(cancel_futures=True)


@pytest.fixture
def run(path):
    return course.executed(path)
