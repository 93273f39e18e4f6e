"""tools/download.py against a server on loopback that misbehaves on purpose."""

import hashlib
import http.server
import pathlib
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from download import DownloadError, download

CONTENT = bytes(range(256)) * 4096  # 1 MiB
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT in the manner that the path names."""

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.server.ranges.append(self.headers.get("Range"))
        getattr(self, "serve_" + self.path.strip("/").partition("?")[0])()

    def send_whole(self, body, status=200, kind="application/octet-stream", announced=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        self.end_headers()
        self.wfile.write(body)

    def begin(self):
        wanted = self.headers.get("Range")
        return int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0

    def serve_whole(self):  # honours ranges
        begin = self.begin()
        if begin >= len(CONTENT):
            self.send_whole(b"", status=416)
        else:
            self.send_whole(CONTENT[begin:], status=206 if begin else 200)

    def serve_norange(self):  # answers 200 with everything to a range request
        self.send_whole(CONTENT)

    def serve_cut(self):  # announces everything, sends half, hangs up
        self.send_whole(CONTENT[: len(CONTENT) // 2], announced=len(CONTENT))
        self.close_connection = True

    def serve_wrong(self):
        self.send_whole(CONTENT[:-1] + b"!")

    def serve_html(self):
        self.send_whole(b"<html>please log in</html>", kind="text/html")

    def serve_missing(self):
        self.send_whole(b"no", status=404)

    def serve_stall(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[:1000])
        self.wfile.flush()
        self.server.release.wait(10)


class DownloadTest(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.ranges = []
        self.server.release = threading.Event()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.folder = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.folder.name) / "weights.pth"
        self.part = self.file.with_name("weights.pth.part")

    def tearDown(self):
        self.server.release.set()
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def fetch(self, manner, **options):
        url = f"http://127.0.0.1:{self.server.server_port}/{manner}"
        options = {"size": len(CONTENT), "sha256": SHA256, "timeout_s": 1} | options
        download(url, self.file, **options)

    def test_a_whole_file_arrives_with_progress(self):
        seen = []
        self.fetch("whole", progress=lambda done, total: seen.append((done, total)))
        self.assertEqual(self.file.read_bytes(), CONTENT)
        self.assertEqual(seen[-1], (len(CONTENT), len(CONTENT)))
        self.assertFalse(self.part.exists())

    def test_a_file_with_the_right_hash_is_not_fetched_again(self):
        self.file.write_bytes(CONTENT)
        self.fetch("missing")

    def test_a_hash_prefix_is_enough(self):
        self.fetch("whole", sha256=SHA256[:8], size=None)
        self.assertEqual(self.file.read_bytes(), CONTENT)

    def test_a_cut_download_is_resumed_where_it_ended(self):
        with self.assertRaisesRegex(DownloadError, "again to go on"):
            self.fetch("cut")
        self.assertFalse(self.file.exists())
        self.assertEqual(self.part.stat().st_size, len(CONTENT) // 2)
        self.fetch("whole")
        self.assertEqual(self.file.read_bytes(), CONTENT)
        self.assertEqual(self.server.ranges[-1], f"bytes={len(CONTENT) // 2}-")

    def test_a_server_without_ranges_begins_again(self):
        self.part.write_bytes(b"x" * 1000)
        self.fetch("norange")
        self.assertEqual(self.file.read_bytes(), CONTENT)

    def test_a_part_that_is_too_long_is_thrown_away(self):
        self.part.write_bytes(b"x" * (len(CONTENT) + 5))
        self.fetch("whole", size=None)
        self.assertEqual(self.file.read_bytes(), CONTENT)

    def test_a_wrong_hash_leaves_nothing(self):
        with self.assertRaisesRegex(DownloadError, "thrown away"):
            self.fetch("wrong")
        self.assertFalse(self.file.exists())
        self.assertFalse(self.part.exists())

    def test_a_wrong_part_is_found_by_its_hash(self):
        self.part.write_bytes(b"x" * 1000)
        with self.assertRaisesRegex(DownloadError, "thrown away"):
            self.fetch("whole")
        self.fetch("whole")
        self.assertEqual(self.file.read_bytes(), CONTENT)

    def test_a_web_page_is_refused(self):
        with self.assertRaisesRegex(DownloadError, "web page"):
            self.fetch("html")
        self.assertFalse(self.part.exists())

    def test_an_error_status_is_named(self):
        with self.assertRaisesRegex(DownloadError, "404"):
            self.fetch("missing")

    def test_a_stalled_server_times_out(self):
        with self.assertRaisesRegex(DownloadError, "timed out"):
            self.fetch("stall")
        self.assertFalse(self.file.exists())

    def test_no_server_is_said(self):
        self.server.shutdown()
        self.server.server_close()
        with self.assertRaisesRegex(DownloadError, "cannot download"):
            self.fetch("whole")


if __name__ == "__main__":
    unittest.main()
