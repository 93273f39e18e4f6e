"""The corpus of a target in .cache/fuzz/TARGET: inputs that reach new code, and the total of all
runs."""

import json
import shutil

from targets import ROOT, Target


class Corpus:
    def __init__(self, target: Target, name: str, fresh=False):
        """Adds the seeds. `fresh` deletes the corpus of earlier runs first."""
        self.home = ROOT / ".cache" / "fuzz" / target.name
        self.folder = self.home / name
        if fresh:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        for key, content in target.seeds(not fresh).items():
            if len(content) <= target.max_bytes:
                (self.folder / key).write_bytes(content)
        self.total = {"runs": 0, "seconds": 0, "rounds": 0}
        if self._total_file.exists():
            self.total = json.loads(self._total_file.read_text("utf-8"))

    def add(self, session) -> None:
        self.total["runs"] += session.runs
        self.total["seconds"] += session.seconds
        self.total["rounds"] += 1
        self._total_file.write_text(json.dumps(self.total), "utf-8")

    @property
    def _total_file(self):
        return self.home / "total.json"
