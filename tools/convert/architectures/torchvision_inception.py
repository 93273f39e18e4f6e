"""TorchVision's Inception v3. What it has beside the last layer to learn from ("AuxLogits") is left
out."""

from .layers import Layers

EPSILON = 1e-3


def recognise(tensors: dict, architecture: str | None = None) -> str | None:
    return "inception_v3" if "Mixed_7c.branch1x1.conv.weight" in tensors else None


def build(layers: Layers, variant: str) -> str:
    layers.epsilon = EPSILON
    layers.ignore("AuxLogits.")
    network = _Inception(layers)
    return layers.linear(layers.mean(network.features()), "fc")


class _Inception:
    def __init__(self, layers):
        self.layers, self.name = layers, ""

    def features(self):
        value = self.chain("image", "Conv2d_1a_3x3", stride=2, padding=0)
        value = self.chain(self.chain(value, "Conv2d_2a_3x3", padding=0), "Conv2d_2b_3x3")
        value = self.layers.max_pool(value, 3, 2)
        value = self.chain(value, "Conv2d_3b_1x1")
        value = self.layers.max_pool(self.chain(value, "Conv2d_4a_3x3", padding=0), 3, 2)
        for name, block in BLOCKS.items():
            self.name = f"Mixed_{name}.branch"
            value = self.layers.concat(block(self, value))
        return value

    def chain(self, value, *names, **how):
        """Units after one another; `how` is of the last."""
        for name in names:
            given = how if name == names[-1] else {}
            value = self.layers.unit(
                value, f"{self.name}{name}.conv", f"{self.name}{name}.bn", **given
            )
        return value

    def pooled(self, value):
        return self.chain(self.layers.average_pool(value, 3, 1, 1), "_pool")

    def shrunk(self, value):
        return self.layers.max_pool(value, 3, 2)

    def a(self, value):
        last = self.chain(value, "3x3dbl_1", "3x3dbl_2", "3x3dbl_3")
        return [
            self.chain(value, "1x1"),
            self.chain(value, "5x5_1", "5x5_2"),
            last,
            self.pooled(value),
        ]

    def b(self, value):
        last = self.chain(value, "3x3dbl_1", "3x3dbl_2", "3x3dbl_3", stride=2, padding=0)
        return [self.chain(value, "3x3", stride=2, padding=0), last, self.shrunk(value)]

    def c(self, value):
        wide = self.chain(value, *(f"7x7dbl_{index}" for index in range(1, 6)))
        narrow = self.chain(value, "7x7_1", "7x7_2", "7x7_3")
        return [self.chain(value, "1x1"), narrow, wide, self.pooled(value)]

    def d(self, value):
        narrow = self.chain(value, "3x3_1", "3x3_2", stride=2, padding=0)
        names = ("7x7x3_1", "7x7x3_2", "7x7x3_3", "7x7x3_4")
        wide = self.chain(value, *names, stride=2, padding=0)
        return [narrow, wide, self.shrunk(value)]

    def e(self, value):
        one = self.chain(value, "3x3_1")
        two = self.chain(value, "3x3dbl_1", "3x3dbl_2")
        first = [self.chain(one, "3x3_2a"), self.chain(one, "3x3_2b")]
        second = [self.chain(two, "3x3dbl_3a"), self.chain(two, "3x3dbl_3b")]
        return [self.chain(value, "1x1"), *first, *second, self.pooled(value)]


BLOCKS = {
    **dict.fromkeys(("5b", "5c", "5d"), _Inception.a),
    "6a": _Inception.b,
    **dict.fromkeys(("6b", "6c", "6d", "6e"), _Inception.c),
    "7a": _Inception.d,
    **dict.fromkeys(("7b", "7c"), _Inception.e),
}
