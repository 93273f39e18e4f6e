#!/usr/bin/env python3
"""Writes native-tests/fixtures/teach: the loss that scikit-learn reaches on rows made by code.

Needs what tools/goldens/requirements.txt names (pip install --require-hashes -r ...). Run it again
only when the rows change; what it writes is committed.
"""

import argparse
from pathlib import Path

import numpy as np
import sklearn
from safetensors.numpy import save
from sklearn.linear_model import LogisticRegression

FIXTURES = Path(__file__).resolve().parents[2] / "native-tests" / "fixtures" / "teach"
REGULARIZATIONS = (1, 10, 100, 1000)
COUNTS = (25, 9, 14, 6)  # pictures a class: unequal, so that weights matter
COLUMNS = 48
NOISE = 0.35  # classes that overlap a little


def rows_and_classes(seed: int):
    """(rows, columns) of length 1 around one direction a class, and (rows) classes."""
    random = np.random.default_rng(seed)
    centers = random.uniform(0, 1, (len(COUNTS), COLUMNS))
    classes = np.repeat(np.arange(len(COUNTS)), COUNTS)
    rows = centers[classes] + NOISE * random.normal(size=(len(classes), COLUMNS))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return rows, classes.astype(np.int32)


def least_loss(rows, classes, c: float) -> float:
    """sum of weight * -log(probability) + |W|^2 / (2 C), where scikit-learn's search ends."""
    model = LogisticRegression(C=c, class_weight="balanced", tol=1e-10, max_iter=100_000)
    rows = rows.astype(np.float64)
    model.fit(rows, classes)
    probabilities = model.predict_proba(rows)[np.arange(len(classes)), classes]
    weights = len(classes) / (len(COUNTS) * np.bincount(classes)[classes])
    return float(-(weights * np.log(probabilities)).sum() + (model.coef_**2).sum() / (2 * c))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fixtures", type=Path, default=FIXTURES, help="the folder to write to")
    folder = parser.parse_args().fixtures
    folder.mkdir(parents=True, exist_ok=True)
    rows, classes = rows_and_classes(seed=1)
    tensors = {
        "rows": rows,
        "classes": classes,
        "class_count": np.array([len(COUNTS)], np.float32),
        "losses": np.array([least_loss(rows, classes, c) for c in REGULARIZATIONS], np.float32),
    }
    made_by = f"tools/goldens/make_teach_goldens.py, scikit-learn {sklearn.__version__}"
    path = folder / "regression.safetensors"
    path.write_bytes(save(tensors, {"made_by": made_by}))
    print(f"{path}: losses {tensors['losses'].tolist()}")


if __name__ == "__main__":
    main()
