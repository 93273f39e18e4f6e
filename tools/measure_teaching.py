#!/usr/bin/env python3
"""Measures what `glance teach` is worth on any folder of folders of pictures.

  tools/measure_teaching.py FOLDER [--model FILE] [--per-class 10] [--splits 10] [--far FOLDER]

Teaches PER-CLASS pictures of each class, drawn by a seed that is printed, and asks for all others,
split by split. Prints, as means of the splits: test accuracy, log loss and expected calibration
error (15 bins); what cross-validation had promised minus the accuracy; known pictures that are
called unknown; with --far, a folder of pictures that are none of the classes, how many of those
are, and the AUROC of the cosine to the nearest centroid; with scikit-learn
(tools/goldens/requirements.txt), the accuracy of its LogisticRegression with C of the same
cross-validation. --known N teaches only the first N classes.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from safetensors import safe_open

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = REPOSITORY / "build" / "native" / "glance"
MODEL = REPOSITORY / "build" / "models" / "efficientnet-lite0.safetensors"
REGULARIZATIONS = (1, 10, 100, 1000)
BINS = 15  # of the expected calibration error


def glance(program: Path, *arguments) -> str:
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"glance {arguments[0]} failed")
    return done.stdout


def embeddings(given, files: list[Path], folder: Path) -> np.ndarray:
    """(files, size), scaled to length 1."""
    path = folder / "embeddings.npy"
    glance(given.program, "embed", "--model", given.model, "-o", path, *files)
    rows = np.load(path)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Taught:
    """The new layer of a taught file, by which numpy says what the program says."""

    def __init__(self, path: Path):
        with safe_open(path, "numpy") as file:
            self.weight = file.get_tensor("taught.weight").astype(np.float64)
            self.bias = file.get_tensor("taught.bias").astype(np.float64)
            self.centroids = file.get_tensor("taught.centroids").astype(np.float64)
            document = json.loads(file.metadata()["glance"])
        self.labels = document["labels"]["en"]
        self.rule = document["taught"]["unknown"]

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """(rows, classes)"""
        logits = rows @ self.weight.T + self.bias
        scores = np.exp(logits - logits.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)

    def look(self, rows: np.ndarray):
        """(best class, its score, cosine to the nearest centroid, unknown) of each row."""
        scores = self.scores(rows)
        cosines = (rows @ self.centroids.T).max(axis=1)
        best = scores.max(axis=1)
        unknown = (cosines < self.rule["least_cosine"]) | (best < self.rule["least_score"])
        return scores.argmax(axis=1), best, cosines, unknown


def log_loss(scores: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.log(np.maximum(scores[np.arange(len(truth)), truth], 1e-12)).mean())


def calibration_error(best: np.ndarray, is_right: np.ndarray) -> float:
    """How far the best scores are from how often they are right, bin by bin."""
    bins = np.minimum((best * BINS).astype(int), BINS - 1)
    apart = [abs((best - is_right)[bins == each].sum()) for each in range(BINS)]
    return float(sum(apart) / len(best))


def auroc(known: np.ndarray, unknown: np.ndarray) -> float:
    """How often a known picture has more than an unknown one; ties count half."""
    more = (known[:, None] > unknown[None, :]).mean()
    return float(more + (known[:, None] == unknown[None, :]).mean() / 2)


def scikit_learn_accuracy(rows, classes, tested, truth) -> float | None:
    try:
        from sklearn.linear_model import LogisticRegressionCV
        from sklearn.model_selection import StratifiedKFold
    except ImportError:
        return None
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    model = LogisticRegressionCV(
        Cs=REGULARIZATIONS,
        cv=folds,
        class_weight="balanced",
        scoring="neg_log_loss",
        max_iter=2000,
        l1_ratios=(0,),
        use_legacy_attributes=False,
    )
    model.fit(rows, classes)
    return float((model.predict(tested) == truth).mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--per-class", type=int, default=10)
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help="of the first split")
    parser.add_argument("--known", type=int, help="teach only so many classes")
    parser.add_argument(
        "--far", type=Path, help="a folder of pictures that are none of the classes"
    )
    given = parser.parse_args()
    labels = sorted(path.name for path in given.folder.iterdir() if path.is_dir())[: given.known]
    files = [sorted((given.folder / label).iterdir()) for label in labels]
    with tempfile.TemporaryDirectory() as name:
        measure(given, labels, files, Path(name))


def measure(given, labels, files, folder):
    flat = [path for of_class in files for path in of_class]
    classes = np.repeat(np.arange(len(labels)), [len(of_class) for of_class in files])
    rows = embeddings(given, flat, folder)
    far = None
    if given.far:
        far = embeddings(given, sorted(p for p in given.far.rglob("*") if p.is_file()), folder)
        far = far[np.isfinite(far).all(axis=1)]
    print(f"{len(labels)} classes, {given.per_class} pictures of each, {given.model.name}")
    results = []
    for seed in range(given.seed, given.seed + given.splits):
        random = np.random.default_rng(seed)
        taught = np.concatenate(
            [
                random.permutation(np.flatnonzero(classes == label))[: given.per_class]
                for label in range(len(labels))
            ]
        )
        results.append(split(given, labels, flat, classes, rows, far, taught, folder / str(seed)))
        print(f"seed {seed}: " + ", ".join(f"{k} {v:.4f}" for k, v in results[-1].items()))
    for key in results[0]:
        values = np.array([result[key] for result in results])
        print(f"{key}: mean {values.mean():.4f}, {values.min():.4f} to {values.max():.4f}")


def split(given, labels, flat, classes, rows, far, taught, folder) -> dict[str, float]:
    for index in taught:
        path = folder / "pictures" / labels[classes[index]] / flat[index].name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(flat[index].resolve())
    file = folder / "taught.safetensors"
    command = ["teach", "--format", "json", "--model", given.model, "-o", file]
    told = json.loads(glance(given.program, *command, folder / "pictures"))
    tested = np.setdiff1d(np.arange(len(classes)), taught)
    layer = Taught(file)
    best, scores, cosines, unknown = layer.look(rows[tested])
    accuracy = float((best == classes[tested]).mean())
    result = {
        "accuracy": accuracy,
        "log loss": log_loss(layer.scores(rows[tested]), classes[tested]),
        "calibration error": calibration_error(scores, best == classes[tested]),
        "promised minus accuracy": told["accuracy"] - accuracy,
        "known called unknown": float(unknown.mean()),
    }
    if far is not None:
        _, far_scores, far_cosines, far_unknown = layer.look(far)
        result["far called unknown"] = float(far_unknown.mean())
        result["AUROC of the cosine"] = auroc(cosines, far_cosines)
        result["AUROC of the score"] = auroc(scores, far_scores)
    theirs = scikit_learn_accuracy(rows[taught], classes[taught], rows[tested], classes[tested])
    if theirs is not None:
        result["accuracy of scikit-learn"] = theirs
    return result


if __name__ == "__main__":
    main()
