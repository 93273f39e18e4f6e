"""Evil pickles, in both containers and through the command: refused, nothing executed, nothing
written."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import convert_support  # noqa: F401
from convert import cli
from convert.errors import Refused
from convert.pickle_reader import read_pickle
from convert.weights import read_weights
from faults.fault_report import report_fault
from fuzz import torch_files
from fuzz.execution_guard import nothing_executes
from fuzz.hostile_pickles import executing, lying


class HostilePickles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.canary = self.folder / "canary"

    def samples(self):
        return executing(str(self.canary)) | lying()

    def test_containers_refuse_each(self):
        self.assertGreaterEqual(len(self.samples()), 70)
        storages = {"0": bytes(16)}
        refused = 0
        for name, (opcodes, code) in self.samples().items():
            for write in (torch_files.zip_file, torch_files.legacy_file):
                content = write(opcodes, storages)
                with self.subTest(name, container=write.__name__):
                    with self.assertRaises(Refused) as caught, nothing_executes():
                        read_weights(content)
                    self.assertEqual(caught.exception.code, code)
                    refused += 1
        self.assertFalse(self.canary.exists())
        self.assertEqual(refused, 2 * len(self.samples()))
        report_fault(
            16,
            f"{refused} of {refused} evil pickles refused, in both containers; the canary "
            "does not exist",
        )

    def test_command_refuses_each(self):
        for name, (opcodes, code) in self.samples().items():
            source, output = self.folder / "evil.pth", self.folder / "out.safetensors"
            source.write_bytes(torch_files.zip_file(opcodes, {"0": bytes(16)}))
            said = io.StringIO()
            with self.subTest(name), contextlib.redirect_stderr(said):
                self.assertEqual(cli.main([str(source), "-o", str(output)]), 1)
                self.assertIn(f"[{code}]", said.getvalue())
                self.assertEqual([path.name for path in self.folder.iterdir()], ["evil.pth"])

    def test_the_samples_are_real(self):
        """Python's own unpickler does execute the plain ones, so their refusal means something."""
        import pickle

        opcodes, _ = executing(str(self.canary))["builtins.eval"]
        pickle.loads(torch_files.pickled(opcodes))
        self.assertTrue(self.canary.exists())

    def test_messages_name_what_was_asked_for(self):
        with self.assertRaisesRegex(Refused, "'os.system'.*nothing of the file is executed"):
            read_pickle(memoryview(torch_files.pickled(torch_files.named("os", "system"))))
        with self.assertRaisesRegex(Refused, "opcode 0x69 at byte 2"):
            read_pickle(memoryview(b"\x80\x02ios\nsystem\n."))
        with self.assertRaisesRegex(
            Refused, r"shape \[5\], strides \[1\] and offset 0 .* storage of 4 elements"
        ):
            read_pickle(
                memoryview(
                    torch_files.pickled(torch_files.tensor("0", "FloatStorage", 4, 0, (5,), (1,)))
                )
            )


if __name__ == "__main__":
    unittest.main()
