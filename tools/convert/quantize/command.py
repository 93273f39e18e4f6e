"""--int8, --calibrate and --ranges: where the ranges come from and are kept."""

from pathlib import Path

from .. import graph
from ..errors import Refused
from ..output_file import write_file
from . import quantize, values_to_calibrate
from .calibrate import METHOD, calibrate, pictures_in
from .ranges import Ranges, check_weights, mean_abs_weight, read_ranges, rounded, to_text


def int8_network(network: graph.Network, preprocess: dict, options, say) -> graph.Network:
    """`options` are the command's; `say` tells of progress. Fails with int8/*."""
    path = ranges_path(options)
    if options.calibrate:
        found = calibrated(network, preprocess, options, say)
        write_file(path, to_text(found).encode("utf-8"))
        say(
            f"wrote {path}: the ranges of {len(found.ranges)} values over {found.pictures} pictures"
        )
    elif network.ranges and not options.ranges:
        say("int8 with the ranges that the model has itself")
        return quantize(network, network.ranges, preprocess)
    else:
        found = stored_ranges(path, network)
        say(f"int8 with the ranges of {path}")
    return quantize(network, found.ranges, preprocess)


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


def calibrated(network: graph.Network, preprocess: dict, options, say) -> Ranges:
    pictures = pictures_in(options.calibrate)
    say(f"calibrating on {len(pictures)} pictures of {options.calibrate}")
    found = calibrate(network, values_to_calibrate(network), pictures, preprocess)
    recipe = f" --recipe {options.recipe.name}" if options.recipe else ""
    return Ranges(
        command=f"convert_model.py SOURCE -o FILE{recipe} --int8 --calibrate FOLDER",
        method=METHOD,
        pictures=len(pictures),
        mean_abs_weight=mean_abs_weight(network),
        ranges={value: tuple(map(rounded, found[value])) for value in found},
    )
