"""The kernel as jupyter_client finds it: by a kernelspec, in a process of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import start_new_kernel

from driver import Driver

ROOT = Path(__file__).parents[2]


def kernelspec_path(folder: Path) -> str:
    """A Jupyter data path with the kernel: TOILE_KERNELSPEC_PATH, JUPYTER_PATH, or a fresh one."""
    given = os.environ.get("TOILE_KERNELSPEC_PATH")
    if given:
        return given
    for path in os.environ.get("JUPYTER_PATH", "").split(os.pathsep):
        if path and (Path(path) / "kernels" / "toile" / "kernel.json").exists():
            return path
    script = f"import({str(ROOT / 'dist/kernel/install.js')!r}).then(m => m.install({{ prefix: {str(folder)!r} }}))"
    subprocess.run([shutil.which("node") or "node", "-e", script], check=True)
    return str(folder / "share" / "jupyter")


@pytest.fixture(scope="session", autouse=True)
def kernelspec(tmp_path_factory):
    """Makes the kernel findable as `toile` for every test."""
    os.environ["TOILE_HISTORY"] = str(tmp_path_factory.mktemp("history"))
    os.environ["JUPYTER_PATH"] = kernelspec_path(tmp_path_factory.mktemp("kernelspec"))
    return KernelSpecManager().get_kernel_spec("toile")


@pytest.fixture
def notebook_folder(tmp_path):
    """The folder the kernel is started in."""
    return tmp_path


@pytest.fixture
def kernel(kernelspec, notebook_folder):
    """A fresh kernel and a client that is connected to it."""
    manager, client = start_new_kernel(kernel_name="toile", cwd=str(notebook_folder), startup_timeout=30)
    try:
        yield Driver(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def shared(kernelspec, tmp_path_factory):
    """One kernel for the tests of a module that leave nothing behind."""
    folder = tmp_path_factory.mktemp("notebook")
    manager, client = start_new_kernel(kernel_name="toile", cwd=str(folder), startup_timeout=30)
    try:
        yield Driver(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
