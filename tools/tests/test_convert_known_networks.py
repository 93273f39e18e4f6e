"""Raw weights of TorchVision's, timm's and transformers' networks answer as those libraries do:
goldens that they wrote themselves, with random weights (tools/goldens)."""

import gzip
import json
import unittest

import convert_support
import numpy as np
from convert.architectures import build_network
from convert.errors import Refused
from convert.onnx_reference import run
from goldens import architecture_weights

FOLDER = convert_support.FIXTURES / "architectures"
# Up to 200 layers of float32 rounding in two different orders, relative to the largest logit.
RELATIVE = 1e-5


def goldens(library: str) -> dict:
    return json.loads(gzip.decompress((FOLDER / f"{library}.json.gz").read_bytes()))


class KnownNetworks(unittest.TestCase):
    def check(self, library: str):
        for name, golden in goldens(library).items():
            with self.subTest(name):
                state = architecture_weights.state(golden["tensors"])
                side = golden["side"]
                architecture = name if library == "timm" else None
                network, _ = build_network(state, architecture, (side, side))
                found = run(network, architecture_weights.image(side, side))["logits"]
                wanted = np.array([golden["logits"]])
                scale = np.abs(wanted).max()
                self.assertGreater(np.ptp(wanted), 1e-3 * scale)
                np.testing.assert_allclose(found, wanted, rtol=0, atol=RELATIVE * scale)

    def test_torchvision(self):
        self.check("torchvision")

    def test_timm(self):
        self.check("timm")

    def test_transformers(self):
        self.check("transformers")


class WrongWeights(unittest.TestCase):
    def refused(self, name, change) -> Refused:
        state = architecture_weights.state(goldens("torchvision")[name]["tensors"])
        change(state)
        with self.assertRaises(Refused) as caught:
            build_network(state)
        return caught.exception

    def test_each_says_its_tensor(self):
        last = "layer4.2.conv3.weight"
        changes = {
            "weights/missing-tensor": lambda state: state.pop("layer4.2.bn3.bias"),
            "weights/unknown-tensor": lambda state: state.update({"aux.weight": np.zeros(3)}),
            "weights/bad-shape": lambda state: state.update({last: state[last][:, :-1]}),
        }
        for code, change in changes.items():
            error = self.refused("resnet50", change)
            self.assertEqual(error.code, code)
            self.assertRegex(str(error), "layer4.2|aux.weight")

    def test_no_shape_of_any_tensor_breaks_it(self):
        """Every tensor with another number of axes, or none of it at all."""
        for name in ("mobilenet_v3_small", "shufflenet_v2_x0_5", "squeezenet1_0"):
            shapes = goldens("torchvision")[name]["tensors"]
            for tensor in list(shapes)[::23]:
                for shape in ([], [1], [0, 3], [1, 1, 1, 1], [2, 3, 5, 7]):
                    changed = architecture_weights.state(shapes)
                    changed[tensor] = np.zeros(shape, np.float32)
                    if tensor.endswith("num_batches_tracked"):
                        continue
                    with self.subTest(network=name, tensor=tensor, shape=shape):
                        with self.assertRaises(Refused) as caught:
                            build_network(changed)
                        self.assertRegex(caught.exception.code, "^(weights|graph)/")


if __name__ == "__main__":
    unittest.main()
