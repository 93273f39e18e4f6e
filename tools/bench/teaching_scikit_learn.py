"""Times scikit-learn's logistic regression on embeddings, for tools/bench/teaching.mjs.

Usage: teaching_scikit_learn.py EMBEDDINGS.f32 CLASSES EACH

EMBEDDINGS.f32 holds (CLASSES * EACH, size) float32, class after class. Each line on standard input
is answered with the seconds of one fit on one thread: C from four values by five folds, then all.
"""

import sys
import time

import numpy as np
import threadpoolctl
from sklearn.linear_model import LogisticRegressionCV
from sklearn.model_selection import StratifiedKFold

REGULARIZATIONS = (1, 10, 100, 1000)


def main() -> None:
    file, classes, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rows = np.fromfile(file, np.float32).reshape(classes * each, -1)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    truth = np.repeat(np.arange(classes), each)
    for _ in sys.stdin:
        model = LogisticRegressionCV(
            Cs=REGULARIZATIONS,
            cv=StratifiedKFold(5, shuffle=True, random_state=0),
            class_weight="balanced",
            scoring="neg_log_loss",
            max_iter=2000,
            l1_ratios=(0,),
            use_legacy_attributes=False,
        )
        start = time.perf_counter()
        with threadpoolctl.threadpool_limits(1):
            model.fit(rows, truth)
        print(time.perf_counter() - start, flush=True)


main()
