"""The networks of the architecture goldens: by library, name -> (what makes it, side of the
picture). One of each family, small ones, with 7 classes."""

import itertools

CLASSES = 7
# Too large for a test in full width: (layers by channels, "M" for a pool).
VGG_NARROW = [4, "M", 8, "M", 8, 8, "M", 8, 8, "M", 8, 8, "M"]


def torchvision_networks() -> dict:
    from torchvision import models

    sides = {"alexnet": 224, "inception_v3": 80}
    names = (
        "alexnet", "densenet121", "efficientnet_b0", "efficientnet_v2_s", "googlenet",
        "inception_v3", "mnasnet0_5", "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small",
        "regnet_x_400mf", "regnet_y_400mf", "resnet18", "resnet50", "resnext50_32x4d",
        "shufflenet_v2_x0_5", "squeezenet1_0", "squeezenet1_1",
    )  # fmt: skip
    found = {name: (_torchvision(models, name), sides.get(name, 64)) for name in names}
    return found | {"vgg11": (_vgg(models, False), 224), "vgg11_bn": (_vgg(models, True), 224)}


def _torchvision(models, name):
    own = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    return lambda: models.get_model(name, weights=None, num_classes=CLASSES, **own)


def _vgg(models, normalised: bool):
    from torch import nn

    def make():
        features = models.vgg.make_layers(VGG_NARROW, batch_norm=normalised)
        network = models.VGG(features, init_weights=False)
        sizes = (8 * 49, 12, 12, CLASSES)
        for index, (inputs, outputs) in enumerate(itertools.pairwise(sizes)):
            network.classifier[3 * index] = nn.Linear(inputs, outputs)
        return network

    return make


def timm_networks() -> dict:
    import timm

    names = (
        "efficientnet_b0", "ghostnet_100", "lcnet_050", "mnasnet_small", "mobilenetv2_050",
        "mobilenetv3_large_100", "mobilenetv3_small_050", "mobilenetv4_conv_small_050",
        "mobileone_s0", "regnetx_002", "regnety_002", "repvgg_a0", "resnet14t", "resnet50d",
        "resnet18d", "rexnet_100", "seresnet50", "tf_efficientnetv2_b0",
        "tf_mobilenetv3_small_minimal_100",
    )  # fmt: skip
    return {
        name: (lambda name=name: timm.create_model(name, num_classes=CLASSES), 64) for name in names
    }


def transformers_networks() -> dict:
    import transformers as hf

    own = {"num_labels": CLASSES}
    widths = {"embedding_size": 16, "hidden_sizes": [24, 48, 56, 104], "depths": [1, 2, 2, 1]}
    made = {
        "efficientnet": lambda: hf.EfficientNetForImageClassification(
            hf.EfficientNetConfig(
                width_coefficient=1.0, depth_coefficient=1.0, hidden_dim=1280, **own
            )
        ),
        "mobilenet_v1": lambda: hf.MobileNetV1ForImageClassification(hf.MobileNetV1Config(**own)),
        "mobilenet_v2": lambda: hf.MobileNetV2ForImageClassification(hf.MobileNetV2Config(**own)),
        "regnet_x": lambda: hf.RegNetForImageClassification(
            hf.RegNetConfig(layer_type="x", groups_width=8, **widths, **own)
        ),
        "regnet_y": lambda: hf.RegNetForImageClassification(
            hf.RegNetConfig(layer_type="y", groups_width=8, **widths, **own)
        ),
        "resnet50": lambda: hf.ResNetForImageClassification(hf.ResNetConfig(**own)),
    }
    return {name: (make, 64) for name, make in made.items()}


LIBRARIES = {
    "torchvision": torchvision_networks,
    "timm": timm_networks,
    "transformers": transformers_networks,
}
