"""What training programs put around a network's tensors: dictionaries inside dictionaries, and
prefixes of names."""

from .errors import Refused
from .pickle_values import Skipped, TensorReference

# Where a network is kept, in order of preference; with EMA the average of its last steps.
KEYS = (
    "state_dict", "model_state_dict", "model", "net", "network", "model_state", "net_state_dict",
    "state", "weights", "params", "module", "student", "encoder", "backbone", "classifier",
    "ema_state_dict", "state_dict_ema", "model_ema", "ema", "params_ema", "teacher",
)  # fmt: skip
# What holds tensors too, and no network.
OTHERS = ("optim", "sched", "scaler", "criterion", "loss", "rng", "metric", "callbacks", "loops")
DEPTH_MAX = 4
# What stands before every name of a part of the network, with the head under another.
PARTS = (
    "module.", "model.", "net.", "network.", "backbone.", "encoder.", "base_model.", "_orig_mod.",
)  # fmt: skip


def find_tensors(saved, entry: str | None = None, say=lambda text: None) -> dict:
    """The dictionary of tensors that is the network: the one called `entry`, else the best. Fails
    with source/no-weights, source/no-such-entry or source/several-entries."""
    if isinstance(saved, Skipped):
        raise Refused(
            "pickle/whole-module",
            f"the file holds a whole object of the class {saved.name[:200]!r}, not its tensors; "
            "save the state_dict() of the network instead (torch.save(model.state_dict(), FILE))",
        )
    found = dict(_entries(saved, "", DEPTH_MAX, set()))
    if entry is not None and entry not in found:
        raise Refused("source/no-such-entry", f"no tensors under {entry!r}; {_listed(list(found))}")
    if not found:
        keys = sorted(map(str, saved))[:8] if isinstance(saved, dict) else []
        raise Refused("source/no-weights", f"the file holds no tensors of a network; it has {keys}")
    chosen = entry or _best(found)
    others = [name for name in found if name != chosen]
    if entry is None and others:
        say(f"note: {_listed(list(found))}; {chosen!r} is taken, --entry NAME takes another")
    return found[chosen]


def _entries(value, path, depth, seen):
    """(path, tensors) of every dictionary that has tensors with axes, names joined by dots."""
    if not isinstance(value, dict) or depth == 0 or id(value) in seen:
        return
    seen.add(id(value))
    tensors = {
        name: item
        for name, item in value.items()
        if isinstance(name, str) and isinstance(item, TensorReference)
    }
    if any(tensor.shape for tensor in tensors.values()):
        yield path, tensors
    for key, item in value.items():
        if isinstance(key, str) and not key.lower().startswith(OTHERS):
            yield from _entries(item, f"{path}.{key}" if path else key, depth - 1, seen)


def _best(found: dict) -> str:
    """A known key first, then the one with most tensors. Fails where that is not clear."""
    known = [name for key in KEYS for name in found if name.split(".")[-1] == key]
    if known:
        return known[0]
    most = max(len(tensors) for tensors in found.values())
    largest = [name for name, tensors in found.items() if len(tensors) == most]
    if len(largest) > 1:
        raise Refused("source/several-entries", f"{_listed(list(found))}; --entry NAME says which")
    return largest[0]


def _listed(names) -> str:
    names = [name or "the top" for name in names]
    return (
        f"there are tensors under {', '.join(map(repr, names[:8]))}" if names else "there are none"
    )


def without_prefixes(tensors: dict) -> dict:
    """Without the first part of the names where all have it, or those of a part of the network.
    Counters that stand beside them are dropped."""
    while True:
        names = [name for name, tensor in tensors.items() if tensor.shape]
        prefix = _prefix(names)
        if prefix is None:
            return tensors
        kept = [name for name, tensor in tensors.items() if name.startswith(prefix) or tensor.shape]
        renamed = {name.removeprefix(prefix): tensors[name] for name in kept}
        if len(renamed) < len(kept) or "" in renamed:  # two names would become one
            return tensors
        tensors = renamed


def _prefix(names) -> str | None:
    """What all of the names begin with, up to a dot, or one of PARTS, with which most begin."""
    first = {name.partition(".")[:2] for name in names}
    if len(first) == 1:
        return "".join(first.pop()) if all("." in name for name in names) else None
    for prefix in PARTS:
        if 2 * sum(name.startswith(prefix) for name in names) > len(names):
            return prefix
    return None
