"""Runs notebooks from top to bottom in a real Jupyter kernel; prints seconds and peak memory of each.

    .n2d/python/bin/python tools/lessons/run-notebooks.py FOLDER NOTEBOOK ...

Copies of the notebooks must lie in FOLDER, below the project, so that cells find the library; the
executed ones are written over them. Ends with 1 when a cell fails, and says which. One JSON line
for each notebook goes to standard output, words go to standard error.
"""

import json
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def peak_of(pid: int) -> float | None:
    """Peak resident memory of a process in MB, where the system tells it (Linux)."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    line = next((line for line in text.splitlines() if line.startswith("VmHWM")), None)
    return None if line is None else int(line.split()[1]) / 1024


def counted(notebook) -> dict[str, int]:
    """How many outputs of each kind a reader sees."""
    kinds = {
        "figures": "application/vnd.plotly.v1+json",
        "diagrams": "text/vnd.mermaid",
        "pictures": "image/png",
    }
    bundles = [
        output.get("data", {})
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    counts = {name: sum(mime in data for data in bundles) for name, mime in kinds.items()}
    counts["labs"] = sum("<iframe" in data.get("text/html", "") for data in bundles)
    return counts


def run(path: Path) -> dict:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="tslab",
        timeout=600,
        iopub_timeout=30,
        resources={"metadata": {"path": str(path.parent)}},
    )
    answer = {"name": path.stem, "error": None, "cell": None}
    began = time.monotonic()
    try:
        with client.setup_kernel():
            for index, cell in enumerate(notebook.cells):
                answer["cell"] = cell.get("id")
                client.execute_cell(cell, index)
            provisioner = client.km.provisioner
            answer["peakMb"] = peak_of(provisioner.process.pid)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        answer["error"] = str(error).strip()
    answer["seconds"] = round(time.monotonic() - began, 1)
    answer |= counted(notebook)
    nbformat.write(notebook, path)
    return answer


def main(folder: str, names: list[str]) -> int:
    failed = 0
    for name in names:
        answer = run(Path(folder) / f"{name}.ipynb")
        print(json.dumps(answer), flush=True)
        failed += answer["error"] is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
