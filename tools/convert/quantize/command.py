"""--int8 and its options: where the ranges come from and are kept, and what int8 costs."""

from collections import Counter
from pathlib import Path

from .. import graph
from ..errors import Refused
from ..output_file import write_file
from . import keep, quantize, values_to_calibrate
from .calibrate import METHOD, extremes, network_inputs, pictures_in
from .judge import Judge, true_classes
from .ranges import Ranges, check_weights, mean_abs_weight, read_ranges, rounded, to_text

KEEP = "--keep-accuracy keeps the layers that cost most in float32"


def int8_network(
    network: graph.Network, preprocess: dict, labels: dict, options, say
) -> graph.Network:
    """`options` are the command's; `say` tells of progress. Fails with int8/*."""
    float32 = keep.named(network, options.keep_float32 or [])
    if options.calibrate:
        made = calibrated(network, preprocess, labels, float32, options, say)
    else:
        made = quantize(
            network, ranges_without_pictures(network, options, say), preprocess, float32
        )
    say(in_float32(made))
    return made


def ranges_without_pictures(network: graph.Network, options, say) -> dict:
    """A quantised model's own, or those that calibration has found before."""
    if network.ranges and not options.ranges:
        say("int8 with the ranges that the model has itself")
        return network.ranges
    path = ranges_path(options)
    found = stored_ranges(path, network)
    say(f"int8 with the ranges of {path}")
    return found.ranges


def ranges_path(options) -> Path:
    """As --ranges says, else beside the recipe, else beside the weight file."""
    return options.ranges or (options.recipe or options.output).with_suffix(".ranges.json")


def stored_ranges(path: Path, network: graph.Network) -> Ranges:
    if not path.exists():
        raise Refused(
            "int8/no-ranges",
            f"{path} is missing: --calibrate FOLDER makes it from pictures, --ranges FILE "
            "names another",
        )
    found = read_ranges(path)
    check_weights(found, network, path)
    return found


def calibrated(network, preprocess, labels, float32, options, say) -> graph.Network:
    """The int8 network; its ranges are written, and what it costs is said."""
    pictures = pictures_in(options.calibrate)
    say(f"calibrating on {len(pictures)} pictures of {options.calibrate}")
    images = list(network_inputs(pictures, preprocess))
    found = found_ranges(network, images, options)
    path = ranges_path(options)
    write_file(path, to_text(found).encode("utf-8"))
    say(f"wrote {path}: the ranges of {len(found.ranges)} values over {found.pictures} pictures")
    judge = Judge(network, images, true_classes(pictures, labels))
    if options.keep_accuracy:
        made, cost = keep.accurate(network, found.ranges, preprocess, float32, judge, say)
    else:
        made = quantize(network, found.ranges, preprocess, float32)
        cost = judge.cost(made)
    say(str(cost))
    if cost.points > keep.POINTS_MAX:
        advice = "more pictures tell better" if options.keep_accuracy else KEEP
        say(f"note: that costs {cost.points:.1f} points; {advice}")
    return made


def found_ranges(network: graph.Network, images: list, options) -> Ranges:
    found = extremes(network, values_to_calibrate(network), images)
    recipe = f" --recipe {options.recipe.name}" if options.recipe else ""
    return Ranges(
        command=f"convert_model.py SOURCE -o FILE{recipe} --int8 --calibrate FOLDER",
        method=METHOD,
        pictures=len(images),
        mean_abs_weight=mean_abs_weight(network),
        ranges={value: tuple(map(rounded, found[value])) for value in found},
    )


def in_float32(network: graph.Network) -> str:
    """Which operations have no int8 value."""
    kinds = Counter(
        operation.op
        for operation in network.operations
        if getattr(operation, "quantization", None) is None and operation.op != "convert"
    )
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return f"int8: {len(network.operations)} operations; in float32 are {listed or 'none'}"
