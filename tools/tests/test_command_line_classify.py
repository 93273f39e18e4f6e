"""`glance classify`: exit codes, the JSON, the list from standard input, and each option's
effect."""

import io
import json
import os
import subprocess
import unittest

import command_line_program as program
import convert_support
import numpy as np
from command_line_pictures import picture, small_espresso
from command_line_program import COFFEE, DONE, ESPRESSO, FAILED, WRONG_USAGE, answer
from convert.weight_file import read_model
from faults.fault_report import report_fault
from PIL import Image

NO_FEATURES = convert_support.FIXTURES / "model" / "conv_on_vector.safetensors"


@program.needs_program
class Json(program.CommandLineTest):
    def test_a_picture_is_one_object_with_the_promised_fields(self):
        (record,) = self.classify(COFFEE)
        promised = ["file", "width", "height", "answer", "predictions", "timings_ms"]
        self.assertEqual(list(record), [*promised, "entropy", "seen", "looks", "decisive", "notes"])
        self.assertEqual([record["looks"], record["decisive"]], [1, None])
        self.assertEqual(list(record["answer"]), ["label", "score", "index", "group", "unknown"])
        self.assertEqual(
            [record["file"], record["width"], record["height"]], [str(COFFEE), 600, 400]
        )
        self.assertEqual(len(record["predictions"]), 5)
        for prediction in record["predictions"]:
            self.assertEqual(list(prediction), ["index", "label", "score"])
            self.assertEqual([type(value) for value in prediction.values()], [int, str, float])
        self.assertEqual(record["predictions"][0]["index"], ESPRESSO)

    def test_times_are_milliseconds_that_add_up(self):
        (record,) = self.classify(COFFEE)
        times = record["timings_ms"]
        self.assertEqual(list(times), ["decode", "preprocess", "infer", "total"])
        steps = times["decode"] + times["preprocess"] + times["infer"]
        self.assertTrue(all(time > 0 for time in times.values()), times)
        self.assertGreaterEqual(times["total"], steps - 0.002)  # each is rounded to 0.001

    def test_an_error_is_one_object_with_code_and_message(self):
        missing = self.folder / "missing.png"
        (record,) = self.classify(missing, code=FAILED)
        self.assertEqual(list(record), ["file", "error"])
        self.assertEqual(list(record["error"]), ["code", "message"])
        self.assertEqual(record["error"]["code"], "file/unreadable")
        self.assertIn(str(missing), record["error"]["message"])

    def test_twice_is_the_same_answer(self):
        first, second = self.classify(COFFEE, COFFEE)
        self.assertEqual(answer(first), answer(second))


@program.needs_program
class Options(program.CommandLineTest):
    def test_top_k_of_all_classes_are_probabilities_in_order(self):
        (record,) = self.classify("--top-k", "1000", COFFEE)
        scores = [prediction["score"] for prediction in record["predictions"]]
        self.assertEqual(sorted(p["index"] for p in record["predictions"]), list(range(1000)))
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertAlmostEqual(sum(scores), 1, delta=1e-5)
        (one,) = self.classify("--top-k", "1", COFFEE)
        self.assertEqual(one["predictions"], record["predictions"][:1])

    def test_labels_below_the_score_threshold_are_left_out(self):
        (every,) = self.classify(COFFEE)
        threshold = (every["predictions"][1]["score"] + every["predictions"][2]["score"]) / 2
        (two,) = self.classify("--score-threshold", str(threshold), COFFEE)
        self.assertEqual(two["predictions"], every["predictions"][:2])
        (none,) = self.classify("--score-threshold", "1", COFFEE)
        self.assertEqual(none["predictions"], [])

    def test_looks_again_below_the_level_and_says_where(self):
        path = self.write("scene.png", small_espresso())
        (once,) = self.classify(path)
        (again,) = self.classify("--look-again", path)
        (sure,) = self.classify("--look-again", "--level", "0", path)
        self.assertEqual([once["looks"], once["decisive"], sure["looks"]], [1, None, 1])
        self.assertEqual(answer(sure), answer(once))
        self.assertEqual([again["looks"], again["predictions"][0]["index"]], [9, ESPRESSO])
        self.assertEqual(again["seen"], once["seen"])
        part = again["decisive"]
        self.assertTrue(part["x"] < 245 < part["x"] + part["width"], part)
        self.assertTrue(part["y"] < 730 < part["y"] + part["height"], part)
        outcome = self.glance("classify", "--threads", "1", "--look-again", path)
        self.assertRegex(outcome.out, r"\n  looked 9 times; \d+ x \d+ at \d+, \d+ decided\n")

    def test_threads_do_not_change_the_answer(self):
        answers = [answer(self.classify("--threads", n, COFFEE)[0]) for n in ("1", "2", "5")]
        self.assertEqual(answers[1:], answers[:1] * 2)

    def test_labels_are_the_file_s_up_to_the_first_comma(self):
        document, _ = read_model(program.MODEL)
        for language in ("en", "zh"):
            (record,) = self.classify("--lang", language, "--top-k", "1000", COFFEE)
            labels = document["labels"][language]
            for prediction in record["predictions"]:
                self.assertEqual(prediction["label"], labels[prediction["index"]].split(",")[0])

    def test_resolution_changes_the_scores_and_not_what_is_seen(self):
        scores = set()
        for side in ("160", "224", "288"):
            best = self.classify("--resolution", side, COFFEE)[0]["predictions"][0]
            self.assertEqual(best["index"], ESPRESSO)
            scores.add(best["score"])
        self.assertEqual(len(scores), 3)
        own, usual = self.classify("--resolution", "224", COFFEE), self.classify(COFFEE)
        self.assertEqual(answer(own[0]), answer(usual[0]))

    def test_a_region_is_as_if_the_picture_had_been_cut_to_it(self):
        with Image.open(COFFEE) as opened:
            cut = self.folder / "cut.png"
            opened.crop((100, 50, 400, 250)).save(cut)
        for fit in ("crop", "squash", "letterbox"):
            (region,) = self.classify("--fit", fit, "--region", "100,50,300,200", COFFEE)
            (whole,) = self.classify("--fit", fit, cut)
            self.assertEqual(answer(region)["predictions"], answer(whole)["predictions"], fit)
            self.assertEqual([region["width"], region["height"]], [600, 400])

    def test_fits_give_different_answers_and_crop_is_the_default(self):
        answers = [
            answer(self.classify("--fit", fit, COFFEE)[0])
            for fit in ("squash", "letterbox", "crop")
        ]
        self.assertEqual(answers[2], answer(self.classify(COFFEE)[0]))
        self.assertEqual(len({json.dumps(each) for each in answers}), 3)

    def test_a_region_that_is_empty_or_not_inside_is_refused(self):
        for region in ("0,0,0,5", "0,0,601,1", "-1,0,5,5", "599,399,2,1", "5,5,-3,2"):
            (record,) = self.classify("--region", region, COFFEE, code=FAILED)
            self.assertEqual(record["error"]["code"], "call/bad-argument", region)

    def test_text_names_picture_size_labels_and_times(self):
        outcome = self.glance("classify", COFFEE)
        self.assertEqual((outcome.code, outcome.err), (DONE, ""))
        lines = outcome.out.splitlines()
        self.assertEqual(lines[0], f"{COFFEE}  (600 x 400)")
        self.assertRegex(lines[1], r"^  espresso, 9\d\.\d %$")
        self.assertRegex(lines[2], r"^     9\d\.\d %  espresso$")
        self.assertEqual(len(lines), 8)
        self.assertRegex(lines[7], r"^  decode [\d.]+, prepare [\d.]+, infer [\d.]+ ms$")


@program.needs_program
class SeveralAtOnce(program.CommandLineTest):
    """With four threads four pictures are looked at at once; nobody can tell but by the clock."""

    def mixed(self) -> list[str]:
        """Slow and fast pictures, and some that are none."""
        large = self.write("large.png", large_picture())
        small = self.write("small.png", small_espresso())
        broken = self.write("broken.png", b"no picture")
        return [str(each) for each in (large, small, broken, self.folder / "missing", large)] * 4

    def test_answers_come_in_the_order_of_the_names_and_are_those_of_one_thread(self):
        files = self.mixed()
        options = ["classify", "--format", "json"]
        alone = self.glance(*options, "--threads", "1", *files)
        at_once = self.glance(*options, "--threads", "4", *files)
        listed = self.glance(*options, "--threads", "4", "-", stdin="\n".join(files).encode())
        for outcome in (at_once, listed):
            self.assertEqual((outcome.code, outcome.err), (FAILED, ""))
            self.assertEqual(without_times(outcome), without_times(alone))
        self.assertEqual([record["file"] for record in at_once.records()], files)

    def test_lines_are_answered_as_they_come(self):
        check_lines_are_answered_as_they_come(self, threads=4, lines=6)

    def test_weights_from_a_pipe_which_gives_them_once_are_enough(self):
        pipe = self.folder / "weights"
        os.mkfifo(pipe)
        command = [program.PROGRAM, "classify", "--threads", "4", "--format", "json"]
        with subprocess.Popen(
            [*command, "--model", pipe, *[COFFEE] * 5], stdout=subprocess.PIPE
        ) as process:
            pipe.write_bytes(program.MODEL.read_bytes())
            answers = process.stdout.read().splitlines()
        self.assertEqual((process.returncode, len(answers)), (DONE, 5))


def large_picture() -> bytes:
    """The espresso on a table of 1,500 x 1,000 pixels, which takes a while to decode."""
    encoded = io.BytesIO()
    Image.open(COFFEE).convert("RGB").resize((1500, 1000)).save(encoded, "PNG", compress_level=1)
    return encoded.getvalue()


def check_lines_are_answered_as_they_come(test: unittest.TestCase, threads: int, lines: int):
    options = ["--threads", str(threads), "--format", "json"]
    command = [program.PROGRAM, "classify", *options, "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for _ in range(lines):  # waits for the answer before it writes the next line
            process.stdin.write(f"{COFFEE}\n".encode())
            process.stdin.flush()
            test.assertEqual(json.loads(process.stdout.readline())["file"], str(COFFEE))
        process.stdin.close()
        test.assertEqual(process.stdout.read(), b"")
    test.assertEqual(process.returncode, DONE)


def without_times(outcome: program.Outcome) -> list[dict]:
    return [
        {name: value for name, value in record.items() if name != "timings_ms"}
        for record in outcome.records()
    ]


@program.needs_program
class ListFromStandardInput(program.CommandLineTest):
    def test_lines_may_end_as_on_windows_and_be_empty(self):
        spaced = self.write(" two  spaces .png", COFFEE.read_bytes())
        stdin = f"{COFFEE}\r\n\n\r\n{spaced}\n{COFFEE}".encode()
        records = self.classify("-", stdin=stdin)
        self.assertEqual([r["file"] for r in records], [str(COFFEE), str(spaced), str(COFFEE)])

    def test_the_list_stands_where_the_dash_stands(self):
        records = self.classify("a", "-", "d", stdin=b"b\nc\n", code=FAILED)
        self.assertEqual([record["file"] for record in records], ["a", "b", "c", "d"])

    def test_lines_are_answered_as_they_come(self):
        check_lines_are_answered_as_they_come(self, threads=1, lines=2)
        report_fault(59, "a line is answered before the next is written")

    def test_a_picture_is_no_list(self):
        drawing = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n'
        pictures = {
            "a PNG picture": COFFEE.read_bytes(),
            "a JPEG picture": picture("JPEG"),
            "a GIF picture": picture("GIF"),
            "a BMP picture": picture("BMP"),
            "a WebP picture": picture("WEBP"),
            "an SVG drawing": drawing,
        }
        for name, content in pictures.items():
            for options in ([], ["-0"]):
                outcome = self.glance("classify", *options, "-", stdin=content)
                self.assert_error(
                    outcome, "call/bad-argument", f"standard input is {name}, not a list of names"
                )
                self.assertIn("use /dev/stdin", outcome.err)
        report_fault(59, f"{len(pictures)} of {len(pictures)} formats in place of a list named")

    def test_text_without_an_end_is_no_list(self):
        outcome = self.glance("classify", "-", stdin=b"x" * (1 << 20))
        self.assert_error(outcome, "call/bad-argument", "not a list of names")

    def test_an_empty_list_is_no_failure(self):
        self.assertEqual(self.classify("-"), [])


@program.needs_program
class HeatMap(program.CommandLineTest):
    def setUp(self):
        super().setUp()
        self.map = self.folder / "map.png"

    def test_writes_a_png_and_changes_no_answer(self):
        (record,) = self.classify("--heatmap", self.map, COFFEE)
        self.assertEqual(answer(record), answer(self.classify(COFFEE)[0]))
        with Image.open(self.map) as opened:
            self.assertEqual((opened.format, opened.mode, opened.size), ("PNG", "RGB", (672, 672)))
            self.assertGreater(np.asarray(opened).std(), 10)
        self.assertEqual(list(self.folder.iterdir()), [self.map])

    def pixels(self, *options, picture=COFFEE):
        self.classify("--heatmap", self.map, *options, picture)
        with Image.open(self.map) as opened:
            return np.asarray(opened, np.int16)

    def test_lies_over_exactly_what_the_network_saw(self):
        """overlay = (picture + colour) / 2: without Pillow's picture only the map's smooth colours
        are left."""
        with Image.open(COFFEE) as opened:
            picture = opened.convert("RGB")
        # Three times the sizes of the network's input: resized to 384 x 256 and cropped at 80, 16;
        # resized to 224 x 149 and padded with 38 rows above.
        resized = [
            picture.resize(size, Image.Resampling.BICUBIC)
            for size in ((1152, 768), (672, 672), (672, 447))
        ]
        letterbox = Image.new("RGB", (672, 672), (127, 127, 127))
        letterbox.paste(resized[2], (0, 114))
        expected = {
            "crop": resized[0].crop((240, 48, 912, 720)),
            "squash": resized[1],
            "letterbox": letterbox,
        }
        for fit, pillow in expected.items():
            colour = 2 * self.pixels("--fit", fit) - np.asarray(pillow, np.int16)
            with self.subTest(fit):
                self.assertGreaterEqual(colour.min(), -1)
                self.assertLessEqual(colour.max(), 256)
                # 1/96 of the map's range a pixel: 2.7 of the ramp's entries, each at most 1.8 of a
                # channel; 2 by rounding.
                self.assertLessEqual(
                    max(np.abs(np.diff(colour, axis=axis)).max() for axis in (0, 1)), 8
                )

    def test_of_another_class_differs(self):
        choices = [], ["--heatmap-class", str(ESPRESSO)], ["--heatmap-class", "0"]
        best, espresso, tench = (self.pixels(*options) for options in choices)
        self.assertEqual(np.abs(best - espresso).max(), 0)
        self.assertGreater(np.abs(best - tench).max(), 10)

    def test_of_a_class_that_does_not_exist_is_refused(self):
        (record,) = self.classify(
            "--heatmap", self.map, "--heatmap-class", "1000", COFFEE, code=FAILED
        )
        self.assertEqual(record["error"]["code"], "call/bad-argument")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_replaces_a_link_and_follows_none(self):
        other = self.write("other.txt", b"mine")
        self.map.symlink_to(other)
        for name in ("map.png.part", ".glance.part"):  # names that could be guessed
            (self.folder / name).symlink_to(other)
        before = set(os.listdir(self.folder))
        self.classify("--heatmap", self.map, COFFEE)
        self.assertEqual(other.read_bytes(), b"mine")
        self.assertFalse(self.map.is_symlink())
        self.assertEqual(set(os.listdir(self.folder)), before)

    def test_replaces_files_only(self):
        (record,) = self.classify("--heatmap", "/dev/null", COFFEE, code=FAILED)
        self.assertEqual(record["error"]["code"], "file/unwritable")
        self.assertIn("not a regular file", record["error"]["message"])

    def test_is_refused_for_anything_but_one_picture(self):
        for pictures in ([COFFEE, COFFEE], ["-"]):
            outcome = self.glance("classify", "--heatmap", self.map, *pictures)
            self.assertEqual((outcome.code, outcome.out), (WRONG_USAGE, ""))
            self.assertIn("--heatmap takes exactly one picture", outcome.err)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_says_why_there_is_none(self):
        cases = {
            "file/unwritable": ["--heatmap", self.folder / "none" / "map.png", COFFEE],
            "model/no-heat-map": ["--heatmap", self.map, "--model", NO_FEATURES, COFFEE],
            "file/unreadable": ["--heatmap", self.map, self.folder / "missing.png"],
        }
        for code, arguments in cases.items():
            with self.subTest(code):
                (record,) = self.classify(*arguments, code=FAILED)
                self.assertEqual(record["error"]["code"], code, json.dumps(record))
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
