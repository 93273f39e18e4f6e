"""Labels every picture below a folder with Dask: on this machine, or on all those of a cluster.

  python label_folder.py FOLDER --model WEIGHTS --output FOLDER [--workers 2 | --scheduler tcp://HOST:8786]

Each partition becomes one file of JSON lines, written by the worker that made it, so that neither
pictures nor answers ever have to fit into one machine. FOLDER and WEIGHTS are read by the workers:
on several machines, put them on a shared disk.
"""

import argparse
import functools
import json
import os
import pathlib

import dask.bag
import glance
from distributed import Client, LocalCluster

SUFFIXES = {".jpg", ".jpeg", ".png"}


@functools.cache
def classifier(model):
    """One a process, loaded with the first picture."""
    return glance.Classifier(model)


def label(path, model):
    """One line of JSON about one picture; a picture that cannot be read says why."""
    line = {"file": path, "process": os.getpid()}
    try:
        best = classifier(model).classify(pathlib.Path(path).read_bytes()).predictions[0]
        return json.dumps(line | {"index": best.index, "label": best.label, "score": best.score})
    except (glance.GlanceError, OSError) as error:
        return json.dumps(line | {"error": str(error)})


def pictures_below(folder):
    return sorted(
        str(path) for path in pathlib.Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder")
    parser.add_argument("--model", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scheduler", help="of a cluster that runs already")
    parser.add_argument(
        "--partition", type=int, default=256, help="pictures in one file of answers"
    )
    arguments = parser.parse_args()
    cluster = arguments.scheduler or LocalCluster(
        n_workers=arguments.workers, threads_per_worker=1, dashboard_address=None
    )
    with Client(cluster) as client:
        bag = dask.bag.from_sequence(
            pictures_below(arguments.folder), partition_size=arguments.partition
        )
        files = bag.map(label, model=arguments.model).to_textfiles(
            os.path.join(arguments.output, "*.jsonl")
        )
        print(
            f"{len(files)} files of answers from {len(client.scheduler_info()['workers'])} workers"
        )
    if not arguments.scheduler:
        cluster.close()


if __name__ == "__main__":
    main()
