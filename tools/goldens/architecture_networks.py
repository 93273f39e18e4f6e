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


LIBRARIES = {"torchvision": torchvision_networks}
