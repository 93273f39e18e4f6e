"""`glance embed` writes what onnxruntime computes for the value `pool`, in three formats."""

import csv
import json
import unittest

import command_line_program as program
import convert_support
import numpy as np
from command_line_pictures import picture
from command_line_program import COFFEE, DONE, FAILED, WRONG_USAGE
from command_line_weights import SMALL_MODEL, edited
from convert.onnx_reference import session
from convert.picture import network_input
from convert.weight_file import read_model
from safetensors import safe_open

SIZE = 1280  # of EfficientNet-Lite0
FLOAT32_TOLERANCE = 1e-3  # of the embedding's length; measured below 1e-5


@program.needs_program
@convert_support.needs(program.FLOAT32)
class Embed(program.CommandLineTest):
    def setUp(self):
        super().setUp()
        small = picture("PNG", (300, 200))
        self.pictures = [COFFEE, self.write("small.png", small)]

    def embed(self, name, *arguments, code=DONE):
        path = self.folder / name
        outcome = self.glance("embed", "--threads", "1", "-o", path, *arguments)
        self.assertEqual(outcome.code, code, outcome.err)
        return path, outcome

    def test_float32_is_onnxruntimes(self):
        path, _ = self.embed("a.npy", "--model", program.FLOAT32, *self.pictures)
        document, network = read_model(program.FLOAT32)
        self.assertEqual(network.outputs["embedding"], "pool")
        reference = session(network, *document["preprocess"]["input_size"])
        for found, file in zip(np.load(path), self.pictures, strict=True):
            want = reference(network_input(file, document["preprocess"]))["embedding"].ravel()
            difference = np.linalg.norm(found - want) / np.linalg.norm(want)
            self.assertLessEqual(difference, FLOAT32_TOLERANCE)

    def test_int8_points_where_float32_does(self):
        of_float32 = np.load(self.embed("a.npy", "--model", program.FLOAT32, *self.pictures)[0])
        of_int8 = np.load(self.embed("b.npy", *self.pictures)[0])
        self.assertEqual(of_int8.dtype, np.float32)
        lengths = np.linalg.norm(of_float32, axis=1) * np.linalg.norm(of_int8, axis=1)
        cosines = (of_float32 * of_int8).sum(axis=1) / lengths
        self.assertGreaterEqual(cosines[0], 0.99)  # a photograph; noise is no picture of anything

    def test_all_formats_hold_the_same_rows_in_the_order_given(self):
        npy = np.load(self.embed("a.npy", *self.pictures)[0])
        self.assertEqual((npy.shape, npy.dtype), ((2, SIZE), np.float32))
        self.assertEqual(
            np.load(self.embed("b.npy", *self.pictures[::-1])[0]).tolist(), npy[::-1].tolist()
        )
        with safe_open(self.embed("a.safetensors", *self.pictures)[0], "numpy") as file:
            self.assertTrue(np.array_equal(file.get_tensor("embeddings"), npy))
            self.assertEqual(json.loads(file.metadata()["files"]), [str(p) for p in self.pictures])
        with open(self.embed("a.csv", *self.pictures)[0], newline="") as file:
            header, *rows = csv.reader(file, strict=True)
        self.assertEqual(header, ["file", *(str(i) for i in range(SIZE))])
        self.assertEqual([row[0] for row in rows], [str(path) for path in self.pictures])
        values = np.array([row[1:] for row in rows], np.float32)
        self.assertTrue(np.array_equal(values, npy))

    def test_damaged_pictures_are_rows_of_nan_and_an_error_each(self):
        broken = self.write("broken.jpg", b"\xff\xd8\xff")
        path, outcome = self.embed("a.npy", broken, COFFEE, "/no/such.png", code=FAILED)
        rows = np.load(path)
        self.assertEqual(np.isnan(rows).all(axis=1).tolist(), [True, False, True])
        self.assertFalse(np.isnan(rows[1]).any())
        first, second = outcome.err.splitlines()
        self.assertIn("broken.jpg", first)
        self.assertIn("[image/", first)
        self.assertIn("[file/unreadable]", second)

    def test_reads_a_list_of_names(self):
        path = self.folder / "a.npy"
        outcome = self.glance("embed", "-o", path, "-0", "-", stdin=f"{COFFEE}\0".encode())
        self.assertEqual(outcome.code, DONE, outcome.err)
        self.assertEqual(np.load(path).shape, (1, SIZE))

    def test_a_network_without_a_dense_layer_is_a_typed_error(self):
        def end_in_the_average(header, document):
            channels = header["conv.weight"]["shape"][0]
            document["labels"] = {"en": [str(i) for i in range(channels)]}
            document["graph"]["outputs"] = {"logits": "pool", "features": "conv"}
            document["graph"]["operations"].pop()

        model = self.write("a.safetensors", edited(SMALL_MODEL.read_bytes(), end_in_the_average))
        outcome = self.glance("embed", "-o", self.folder / "a.npy", "--model", model, COFFEE)
        self.assert_error(outcome, "model/no-embedding", "dense layer")
        self.assertEqual(list(self.folder.glob("a.npy")), [])

    def test_wrong_usage(self):
        for arguments, part in (
            ([COFFEE], "no file to write"),
            (["-o", "a.txt", COFFEE], ".npy, .safetensors or .csv"),
            (["-o", "a.npy"], "no picture given"),
            (["-o"], "needs a value"),
        ):
            with self.subTest(arguments=arguments):
                outcome = self.glance("embed", *arguments)
                self.assertEqual(outcome.code, WRONG_USAGE)
                self.assertIn(part, outcome.err)


if __name__ == "__main__":
    unittest.main()
