"""The rows of the fault table: what may go wrong, what must happen then, and the tests that show
it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    number: int
    fault: str
    expected: str
    shown_by: tuple[str, ...]  # files or folders from the root of the repository, or `make` targets
    note: str = ""  # a decision that the figures do not show
    not_here: str = (
        ""  # why a row cannot be shown at all where `make faults` runs; takes the place of figures
    )


IMAGE, MODEL, INFER, CLASSIFIER = (
    f"native-tests/{layer}/" for layer in ("image", "model", "infer", "classifier")
)
LIBRARY, BROWSER, TOOLS = "wasm-tests/library/", "wasm-tests/browser/", "tools/tests/"

ROWS = (
    Row(
        1,
        "a file of 0, 1 or 3 bytes",
        "no picture; the next one is right",
        (CLASSIFIER + "bad_pictures_test.cc", IMAGE + "junk_test.cc"),
    ),
    Row(
        2,
        "other formats under a picture's name, TGA among them",
        "refused by code",
        (IMAGE + "junk_test.cc", IMAGE + "sniff_test.cc"),
    ),
    Row(
        3,
        "mutated pictures",
        "a picture or a typed error, within a second",
        (IMAGE + "jpeg_seeds_test.cc", IMAGE + "mutated_test.cc"),
    ),
    Row(
        4,
        "coverage-guided fuzzing of decoding, orientation, preprocessing and whole calls",
        "nothing found",
        ("native-tests/fuzz/decode_picture.cc", "native-tests/fuzz/classify.cc"),
    ),
    Row(
        5,
        "a picture that lacks its end",
        "refused, or answered from what is there, and said",
        (IMAGE + "truncation_test.cc",),
    ),
    Row(
        6,
        "a small PNG of 20,000 x 20,000 pixels",
        "refused before memory is taken",
        (IMAGE + "hostile_test.cc", IMAGE + "memory_test.cc"),
    ),
    Row(
        7,
        "pictures of 100 megapixels and more",
        "an answer within 640 MiB, or refused",
        (IMAGE + "largest_test.cc",),
    ),
    Row(8, "a JPEG of very many scans", "refused before decoding", (IMAGE + "hostile_test.cc",)),
    Row(
        9,
        "extreme shapes and rare JPEGs",
        "read, or refused by name",
        (IMAGE + "decode_test.cc",),
        note="65,500 x 1 is refused as too large: sides of at most 32,768 pixels are read",
    ),
    Row(
        10,
        "every EXIF orientation; EXIF of any bytes",
        "upright; never worse than not turned",
        (
            IMAGE + "exif_photos_test.cc",
            CLASSIFIER + "photographs_test.cc",
            IMAGE + "hostile_test.cc",
        ),
    ),
    Row(
        11,
        "CMYK, 16 bits, palettes, interlacing, transparency, grey",
        "the right colours",
        (IMAGE + "pngsuite_test.cc", IMAGE + "decode_test.cc"),
    ),
    Row(
        12,
        "a PNG with an alpha channel",
        "alpha dropped as Pillow does, and said",
        (IMAGE + "decode_test.cc",),
    ),
    Row(
        13,
        "kinds of JPEG and formats that the core does not read",
        "the browser decodes, or the kind is named",
        (IMAGE + "sniff_test.cc", IMAGE + "hostile_test.cc", BROWSER + "formats.test.mjs"),
    ),
    Row(
        14,
        "a weight file cut, or with a bit flipped",
        "refused; never a wrong answer",
        (LIBRARY + "damaged_weights.test.mjs",),
    ),
    Row(
        15,
        "a weight file made to lie",
        "refused before memory is taken",
        (
            MODEL + "hostile_weights_test.cc",
            "native-tests/fuzz/load_model.cc",
            "native-tests/fuzz/call_c.cc",
        ),
        note=(
            "what a file claims is never taken, what its JSON becomes is in proportion to the file"
        ),
    ),
    Row(
        16,
        "evil pickles and archives",
        "refused, nothing executed",
        (
            "tools/tests/test_convert_hostile_pickles.py",
            "tools/tests/test_convert_hostile_zips.py",
            "tools/fuzz/weights_target.py",
        ),
    ),
    Row(
        17,
        "the network fails while something is loaded",
        "said; a retry works; nothing bad is kept",
        (BROWSER + "page_network.test.mjs",),
    ),
    Row(
        18,
        "a cache that is corrupt, evicted, full or blocked",
        "fetched again, or done without",
        (BROWSER + "page_caches.test.mjs",),
    ),
    Row(
        19,
        "offline, and two releases",
        "works offline; never a mixture",
        (BROWSER + "offline.test.mjs", BROWSER + "offline_repeated.test.mjs"),
    ),
    Row(
        20,
        "no isolation",
        "one thread, said, with the same answers",
        (BROWSER + "isolation.test.mjs", BROWSER + "isolation_answers.test.mjs"),
    ),
    Row(
        21,
        "the page from disk",
        "everything works, nothing is fetched",
        (BROWSER + "page_disk.test.mjs",),
    ),
    Row(22, "the content policy", "no violation, no eval", (BROWSER + "policy.test.mjs",)),
    Row(
        23,
        "no WebAssembly, no SIMD, no relaxed SIMD",
        "the next best build, or said",
        (
            BROWSER + "backends.test.mjs",
            BROWSER + "backends_pictures.test.mjs",
            LIBRARY + "backend.test.mjs",
        ),
    ),
    Row(
        24,
        "memory refused, whichever block it is",
        "`memory/exhausted`, no leak, the next call right",
        (CLASSIFIER + "out_of_memory_test.cc", LIBRARY + "memory_steps.test.mjs"),
    ),
    Row(
        25,
        "the browser refuses the core's memory",
        "less memory, then one thread, then said",
        (LIBRARY + "shared_memory.test.mjs", BROWSER + "memory_refused.test.mjs"),
    ),
    Row(
        26,
        "the worker crashes or hangs",
        "replaced; other jobs are kept",
        (BROWSER + "workers_killed.test.mjs",),
    ),
    Row(
        27,
        "thousands of classifications",
        "memory stays as it is",
        (
            CLASSIFIER + "soak_test.cc",
            LIBRARY + "soak.test.mjs",
            LIBRARY + "soak_library.test.mjs",
            "`make soak`",
        ),
        note=(
            "`make soak`, 10,000 classifications and 100 reloads: native 214,736 bytes in "
            "use after the first hundred, then 214,640; WebAssembly's heap 29,097,984 bytes "
            "throughout, 736 bytes fewer of them in use, 0 handles; library 10,653 objects, "
            "then 10,645"
        ),
    ),
    Row(
        28,
        "many files, cancelled, dropped early or twice",
        "each answered once, in order",
        (BROWSER + "page_dropped.test.mjs", BROWSER + "page_many.test.mjs"),
    ),
    Row(
        29,
        "threads",
        "no race, no hang",
        (INFER + "threads_test.cc", CLASSIFIER + "repeatability_test.cc", "`make test-tsan`"),
    ),
    Row(
        30,
        "kernels that read past their input",
        "no further than the padding",
        (INFER + "over_read_test.cc",),
    ),
    Row(
        31,
        "weights and pixels that are not finite or denormal",
        "refused, or finite scores",
        (CLASSIFIER + "not_finite_test.cc", INFER + "network_test.cc"),
    ),
    Row(
        32,
        "markup in file names, labels and EXIF",
        "shown as text",
        (BROWSER + "page_markup.test.mjs",),
    ),
    Row(33, "pictures and the network", "no request", (BROWSER + "page_privacy.test.mjs",)),
    Row(
        34,
        "building twice",
        "the same bytes",
        (LIBRARY + "reproducible.test.mjs", "`make reproduce`"),
    ),
    Row(
        35,
        "a small file of huge pixels that the browser would decode",
        "refused by the size in its bytes, nothing decoded",
        (BROWSER + "formats.test.mjs", LIBRARY + "browser_formats.test.mjs"),
    ),
    Row(
        36,
        "the browser takes too long to decode",
        "ended by the time limit, and said",
        (LIBRARY + "browser_decode.test.mjs",),
    ),
    Row(
        37,
        "gzip that inflates without end",
        "stopped at the limit; memory within the limit and 64 MiB",
        (LIBRARY + "inflate.test.mjs",),
    ),
    Row(
        38,
        "a file of gigabytes, or one without an end, on the command line and in Python",
        "refused by its size before it is read; others read up to the limit",
        (
            "tools/tests/test_command_line_bad_pictures.py",
            "tools/tests/test_python_arguments.py",
        ),
    ),
    Row(
        39,
        "a small weight file of a network that needs gigabytes or minutes",
        "`model/too-large` before anything runs",
        (
            MODEL + "budget_test.cc",
            INFER + "hostile_test.cc",
            CLASSIFIER + "options_test.cc",
            LIBRARY + "network_budget.test.mjs",
        ),
    ),
    Row(
        40,
        "a picture that takes too long on the command line or in Python",
        "a typed error; the next picture goes on",
        (
            CLASSIFIER + "options_test.cc",
            "tools/tests/test_command_line_bad_pictures.py",
            "tools/tests/test_python_arguments.py",
        ),
        note=(
            "a step that has begun is finished: limits bound decoding, the budget bounds "
            "the network"
        ),
    ),
    Row(
        41,
        "a JPEG of many blocks times many scans",
        "refused before decoding",
        (IMAGE + "hostile_test.cc",),
    ),
    Row(
        42,
        "JSON that is deep or has very many values",
        "refused before it is built; memory in proportion to the file",
        (MODEL + "hostile_weights_test.cc", MODEL + "limits_test.cc"),
    ),
    Row(
        43,
        "a small network that makes the converter compute large constants",
        "refused; the sum is bounded",
        (TOOLS + "test_convert_bounds.py",),
    ),
    Row(
        44,
        "pipes, devices and huge files in the place of configuration and labels",
        "refused by code, none waited for",
        (TOOLS + "test_convert_bounds.py",),
    ),
    Row(
        45,
        "a link that lies ready where the converter writes",
        "not followed, nothing else overwritten",
        (TOOLS + "test_convert_bounds.py",),
    ),
    Row(
        46,
        "commands in what `make` is given",
        "passed on as text, nothing executed",
        (TOOLS + "test_makefile.py",),
    ),
    Row(
        47,
        "a damaged picture that still decodes",
        "`note/damaged`, or refused",
        (TOOLS + "test_damage_pictures.py",),
    ),
    Row(
        48,
        "a picture of which the end is missing",
        "answered from at least half of its rows, with `note/damaged`; refused below",
        (IMAGE + "truncation_test.cc",),
    ),
    Row(
        49,
        "pictures that are odd but whole, such as frames of Motion JPEG",
        "answered as Pillow reads them",
        (IMAGE + "unusual_jpeg_test.cc",),
    ),
    Row(
        50,
        "pictures of 45 to 200 megapixels as telephones and cameras make them",
        "answered where memory is there",
        (IMAGE + "largest_test.cc",),
    ),
    Row(
        51,
        "a picture that is shared with the page",
        "no byte of it reaches a server",
        (BROWSER + "page_share.test.mjs",),
    ),
    Row(
        52,
        "the content policy's own words",
        "base and forms forbidden, connections to its own files only",
        (BROWSER + "policy.test.mjs",),
    ),
    Row(
        53,
        "escape characters in file names, labels and model names",
        "shown escaped on a terminal",
        ("tools/tests/test_command_line_names.py",),
    ),
    Row(
        54,
        "formulas in file names and labels of CSV",
        "protected, as in the page",
        ("tools/tests/test_command_line_names.py",),
    ),
    Row(
        55,
        "whole numbers beyond what they are stored in",
        "refused before they are converted",
        (MODEL + "attributes_test.cc",),
    ),
    Row(
        56,
        "strange values in configuration files of a converted network",
        "a typed error that names the key",
        (TOOLS + "test_convert_configuration.py",),
    ),
    Row(
        57,
        "strange arguments in Python",
        "Glance's error or TypeError, never another",
        ("tools/tests/test_python_arguments.py",),
    ),
    Row(
        58,
        "strange arguments in JavaScript",
        "a typed error that names them",
        (LIBRARY + "options.test.mjs", LIBRARY + "picture.test.mjs"),
    ),
    Row(
        59,
        "lists of files on standard input",
        "any name works; a picture in its place is recognised; answered line by line",
        (
            "tools/tests/test_command_line_classify.py",
            "tools/tests/test_command_line_names.py",
        ),
    ),
    Row(
        60,
        "packages that set up brings",
        "only the files whose hashes are pinned; no program of theirs runs",
        (TOOLS + "test_setup.py",),
    ),
)
