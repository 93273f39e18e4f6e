"""The classifier: pictures in, labels out; failures are GlanceError with a stable code."""

import array
import ctypes
import numbers
import operator
import os
import stat
import threading
from dataclasses import dataclass

from . import native

LIBRARY = native.load()
LARGEST_INT32 = 2**31 - 1
# Of src/image/limits.h and src/model/budget.h, so that more is never read or copied.
LARGEST_PICTURE_BYTES = 64 << 20
LARGEST_PIXELS = 100_000_000
BUDGET_BYTES = 1 << 30


class GlanceError(Exception):
    """`code` is a stable string, "area/reason"; `message` is a sentence in English."""

    def __init__(self, code, message):
        super().__init__(code, message)
        self.code, self.message = code, message

    def __str__(self):
        return f"{self.code}: {self.message}"


@dataclass(frozen=True)
class Prediction:
    index: int  # class, 0 to classes - 1
    label: str  # up to the first comma of the label in the weight file
    score: float  # probability, 0..1


@dataclass(frozen=True)
class Answer:
    """The smallest of the labels and groups that hold at least `level` of the probability."""

    label: str  # of the class or group; empty when unknown
    score: float  # 0..1, the sum over its classes; when unknown, below the level
    index: int | None  # class, when it is a label
    group: str | None  # Group.id, when it is a group
    unknown: bool  # neither a label nor a group reaches the level


@dataclass(frozen=True)
class Group:
    """One group of the classes, such as "dog"."""

    id: str  # for programs; no two groups have the same
    label: str
    parent: str | None  # id of the group of which it is a kind
    classes: tuple  # every class in it, with those of the groups below it; ascending


@dataclass(frozen=True)
class Rectangle:
    """In pixels of the upright picture, from its top left corner; may reach beyond its edges."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Note:
    """What was done to the picture, note/turned or note/alpha-dropped, or that its file is damaged,
    note/damaged: then the answer is about what could be read of it."""

    code: str
    message: str


@dataclass(frozen=True)
class Pixels:
    width: int
    height: int
    rgb: bytes  # (height, width, 3), row by row


@dataclass(frozen=True)
class HeatMap:
    """Where a class was recognised, over what the network saw: 1 most of all, 0 least."""

    width: int
    height: int
    values: tuple  # height rows of width values
    colored: Pixels  # the values enlarged to the size of the network's input, and coloured
    legend: Pixels  # the colours, 256 x 1: that of 0 first, that of 1 last


@dataclass(frozen=True)
class Classification:
    answer: Answer  # the label or group to show, at the level asked for
    predictions: tuple  # best first
    width: int  # pixels of the upright picture
    height: int
    entropy: float  # bits: 0 when one class is certain
    seen: Rectangle  # what the network saw; a letterbox reaches beyond the picture
    timings_ms: dict  # decode, preprocess, infer, total
    notes: tuple
    heatmap: HeatMap | None  # covers `seen`
    view: Pixels | None  # what the network saw, of the size of its input
    embedding: array.array | None  # float32 numbers that describe the picture
    fingerprint: bytes | None  # about 1 KiB by which Likeness finds duplicates
    looks: int  # how often the network looked: 1, or up to 9 with look_again
    decisive: Rectangle | None  # of the looks after the first one that which gave most to the best
    # label, by what it saw; None when the first gave more


@dataclass(frozen=True)
class Model:
    """What the weight file says of itself; text that it does not say is empty."""

    name: str
    architecture: str
    license: str  # SPDX expression of the weights' licence
    input_width: int  # pixels of the network's input
    input_height: int
    classes: int
    embedding_size: int  # numbers of a picture's embedding; 0: the network has none


class Classifier:
    """A weight file (models/FORMAT.md), loaded and ready. Threads may share one: calls take turns.

    The network may take `network_budget` (1 to 1000) times 1 GiB of memory beside its file and
    100,000,000,000 multiply-adds a picture; what wants more is refused before anything runs.
    It can be pickled: what arrives loads the same file again.
    Raises GlanceError with model/*, infer/*, call/bad-argument or file/unreadable.
    """

    def __init__(self, path, *, threads=1, resolution=0, network_budget=1):
        self._lock = threading.Lock()
        self._handle = None
        wanted = {"threads": threads, "resolution": resolution, "network_budget": network_budget}
        options = [whole_number(name, value) for name, value in wanted.items()]
        self._arguments = (path, *options)
        weights = read_weights(path, max(options[-1], 1))  # the library refuses 0
        self._handle = call(LIBRARY.glance_load, weights, len(weights), *options)
        model = LIBRARY.glance_describe(self._handle).contents
        self.model = Model(
            name=text_of(model.name),
            architecture=text_of(model.architecture),
            license=text_of(model.license),
            input_width=model.input_width,
            input_height=model.input_height,
            classes=model.classes,
            embedding_size=model.embedding_size,
        )

    def classify(
        self,
        picture,
        *,
        top_k=5,
        score_threshold=0,
        level=0.6,
        language="en",
        fit="crop",
        region=None,
        heatmap=False,
        look_again=False,
        view=False,
        embedding=False,
        fingerprint=False,
        timeout=30,
    ):
        """What `picture` shows, as a Classification.

        `picture`: the bytes of a JPEG or PNG file, a PIL.Image, or an array (height, width, 3) of
        uint8. Labels with a score below `score_threshold`, 0 to 1, are left out.
        `level`, 0 to 1: the answer is the smallest label or group that is at least so probable; the
        predictions are the same at every level.
        `fit`: crop (as the model was trained), squash or letterbox. `region`: (x, y, width,
        height), whole pixels of the upright picture. `heatmap`: True, or the index of a class to
        map instead of the best one. `look_again`: when no label holds `level`, look at parts of the
        picture too, up to 9 looks, and answer from all; `seen`, `heatmap`, `view` and `embedding`
        are those of the first look, and a taught network looks once. `view`: also return the pixels
        that the network saw.
        `embedding`: also return what the network's last dense layer reads. `fingerprint`: also
        return what duplicates are found by, of the whole picture.
        `timeout`: seconds, after which it is call/timed-out; looked at between the steps (decode,
        preprocess, infer), each of which is bounded by itself. None stands for an option's
        default; for `timeout` it is no limit.
        Raises GlanceError with image/*, infer/*, call/*, model/no-heat-map or model/no-embedding;
        the next call works.
        """
        data, size = taken(picture)
        options = options_of(
            heatmap,
            top_k=top_k,
            score_threshold=score_threshold,
            level=level,
            language=language,
            fit=fit,
            region=region,
            look_again=look_again,
            view=view,
            embedding=embedding,
            fingerprint=fingerprint,
            timeout_seconds=timeout,
        )
        try:
            with self._lock:
                handle = self._open_handle()
                function = LIBRARY.glance_classify if size is None else LIBRARY.glance_classify_rgb
                result = call(function, handle, data, len(data), *(size or ()), options)
        finally:
            LIBRARY.glance_options_free(options)
        try:
            return classification_of(result.contents)
        finally:
            LIBRARY.glance_result_free(result)

    def groups(self, language="en"):
        """The groups of the classes, a tuple of Group; empty when the weight file has none. Their
        labels are in English when the model lacks the language. Raises GlanceError call/closed."""
        count = ctypes.c_int32()
        with self._lock:
            handle = self._open_handle()
            listed = LIBRARY.glance_groups(handle, as_utf8("language", language), count)
            groups = listed[: count.value]
            ids = [text_of(group.id) for group in groups]
            return tuple(
                Group(
                    id=text_of(group.id),
                    label=text_of(group.label),
                    parent=None if group.parent < 0 else ids[group.parent],
                    classes=tuple(group.classes[: group.class_count]),
                )
                for group in groups
            )

    def path_to(self, answer, language="en"):
        """What an Answer is a kind of, from the top group down, and itself at the end: ("animal",
        "mammal", "dog", "beagle"). Empty when it is unknown, or of another model. In English when
        the model lacks the language. Raises GlanceError call/closed."""
        count = ctypes.c_int32()
        index = -1 if answer.index is None else whole_number("index", answer.index)
        group = None if answer.group is None else as_utf8("group", answer.group)
        with self._lock:
            handle = self._open_handle()
            path = LIBRARY.glance_path_to(
                handle, index, group, as_utf8("language", language), count
            )
            return tuple(text_of(label) for label in path[: count.value])

    def _open_handle(self):
        if self._handle is None:
            raise GlanceError("call/closed", "the classifier is closed")
        return self._handle

    def embed(self, picture, **options):
        """The embedding of `picture`: array.array of `model.embedding_size` float32 numbers.

        It is what the network's last dense layer reads; pictures that look alike have a small angle
        between theirs. Takes what classify takes, and raises the same, or model/no-embedding.
        """
        options["look_again"] = False
        return self.classify(picture, **options, embedding=True).embedding

    def close(self):
        """Frees everything; may be called twice."""
        with self._lock:
            handle, self._handle = self._handle, None
        if handle is not None:
            LIBRARY.glance_close(handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, "_handle", None) is not None:
            self.close()

    def __reduce__(self):
        return restored, self._arguments


def restored(path, threads, resolution, network_budget):
    return Classifier(path, threads=threads, resolution=resolution, network_budget=network_budget)


def read_weights(path, budget):
    """The bytes of the file; one that is larger than the budget is refused by its size."""
    limit = budget * BUDGET_BYTES
    try:
        with open(os.fspath(path), "rb") as file:
            facts = os.fstat(file.fileno())
            size = facts.st_size if stat.S_ISREG(facts.st_mode) else 0
            weights = None if size > limit else read_to_end(file, size, limit)
    except OSError as error:
        raise GlanceError("file/unreadable", f"{path!r}: {error.strerror}") from error
    except (TypeError, ValueError) as error:
        raise GlanceError("file/unreadable", f"{path!r} is not the name of a file") from error
    if weights is None:
        message = f"{path!r} has more than {limit:,} bytes: raise network_budget"
        raise GlanceError("model/too-large", message)
    return weights


def read_to_end(file, expected, limit):
    """None beyond `limit`; a file that is not regular does not say its size beforehand."""
    block = max(expected + 1, 1 << 20)
    parts, count = [], 0
    while part := file.read(block):
        parts.append(part)
        count += len(part)
        if count > limit:
            return None
    return b"".join(parts)


def taken(picture):
    """(bytes, None) of a file, or (bytes, (width, height)) of pixels."""
    if isinstance(picture, bytes):
        return picture, None
    if hasattr(picture, "getexif"):
        return taken_from_pil(picture)
    try:
        view = memoryview(picture)
    except (TypeError, ValueError, BufferError):
        refuse(
            f"a {type(picture).__name__} is not a picture: "
            "want bytes, a PIL.Image or an array of uint8"
        )
    if view.ndim == 1 and view.itemsize == 1:
        return copied(view, LARGEST_PICTURE_BYTES), None
    if view.format != "B" or view.ndim != 3 or view.shape[2] != 3:
        refuse(
            f"an array of shape {view.shape} and format '{view.format}': "
            "want (height, width, 3) of uint8"
        )
    return copied(view, 3 * LARGEST_PIXELS), (view.shape[1], view.shape[0])


def copied(view, limit):
    if view.nbytes > limit:
        raise GlanceError(
            "image/too-large", f"the picture has {view.nbytes:,} bytes; at most {limit:,} are read"
        )
    return view.tobytes()


def taken_from_pil(picture):
    from PIL import ImageOps

    try:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        return upright.tobytes(), upright.size
    except (OSError, SyntaxError, ValueError) as error:  # Pillow reads the file only now
        raise GlanceError("image/damaged", f"Pillow cannot read the picture: {error}") from error


def options_of(heatmap, **wanted):
    """The library's options, to be freed. `wanted`: by their names there; None is the default."""
    if not (heatmap is None or is_flag(heatmap)):
        wanted["heat_map_class"] = heatmap
        heatmap = True
    wanted["heat_map"] = heatmap
    options = LIBRARY.glance_options_create()
    try:
        for name, value in wanted.items():
            if value is not None:
                set_option(options, name, value)
    except BaseException:
        LIBRARY.glance_options_free(options)
        raise
    return options


def set_option(options, name, value):
    key = name.encode()
    if is_flag(value):
        call(LIBRARY.glance_options_set_flag, options, key, bool(value))
    elif isinstance(value, numbers.Real):  # numpy's scalars are such too
        call(LIBRARY.glance_options_set_number, options, key, as_double(name, value))
    elif isinstance(value, str):
        call(LIBRARY.glance_options_set_text, options, key, as_utf8(name, value))
    elif name == "region":
        call(LIBRARY.glance_options_set_region, options, key, *four_sides(value))
    else:
        refuse(f"{name} is {value!r}")


def is_flag(value):
    """True for Python's bool and numpy's, which is none."""
    return isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")


def as_double(name, value):
    try:
        return float(value)
    except OverflowError:
        refuse(f"{name} is too large a number")


def as_utf8(name, text):
    """C would take a text with a NUL for a shorter one."""
    if not isinstance(text, str):
        refuse(f"{name} is {text!r}, want a text")
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        refuse(f"{name} is {text!r}, which is not Unicode text")
    if b"\0" in encoded:
        refuse(f"{name} is {text!r}, which holds a NUL")
    return encoded


def four_sides(region):
    try:
        sides = list(region)
    except TypeError:
        sides = []
    if len(sides) != 4:
        refuse(f"region is {region!r}, want four whole numbers (x, y, width, height)")
    return [whole_number("region", side) for side in sides]


def whole_number(name, value):
    """`value` as an int; ctypes would cut one of more than 32 bits silently."""
    try:
        number = operator.index(value)
    except TypeError:
        number = LARGEST_INT32 + 1
    if abs(number) > LARGEST_INT32:
        refuse(f"{name} is {value!r}, want a whole number")
    return number


def refuse(message):
    raise GlanceError("call/bad-argument", message)


def call(function, *arguments):
    """What a function of the library returns; raises the error that it makes."""
    error = ctypes.POINTER(native.Error)()
    result = function(*arguments, ctypes.byref(error))
    if not error:
        return result
    code, message = error.contents.code.decode(), error.contents.message.decode(errors="replace")
    LIBRARY.glance_error_free(error)
    raise GlanceError(code, message)


def classification_of(result):
    """A copy, which lives on when the library's result is freed."""
    predictions = tuple(
        Prediction(each.index, text_of(each.label), each.score)
        for each in result.predictions[: result.prediction_count]
    )
    notes = tuple(
        Note(text_of(each.code), text_of(each.message))
        for each in result.notes[: result.note_count]
    )
    timings = {
        name: getattr(result.timings, f"{name}_ms")
        for name in ("decode", "preprocess", "infer", "total")
    }
    return Classification(
        answer=answer_of(result.answer.contents),
        predictions=predictions,
        width=result.width,
        height=result.height,
        entropy=result.entropy,
        seen=rectangle_of(result.seen),
        timings_ms=timings,
        notes=notes,
        heatmap=heat_map_of(result.heat_map.contents) if result.heat_map else None,
        view=pixels_of(result.view.contents) if result.view else None,
        embedding=embedding_of(result),
        fingerprint=ctypes.string_at(result.fingerprint, result.fingerprint_byte_count) or None,
        looks=result.looks,
        decisive=rectangle_of(result.decisive.contents) if result.decisive else None,
    )


def rectangle_of(sides):
    return Rectangle(sides.x, sides.y, sides.width, sides.height)


def answer_of(answer):
    return Answer(
        label=text_of(answer.label),
        score=answer.score,
        index=None if answer.index < 0 else answer.index,
        group=None if answer.group is None else text_of(answer.group),
        unknown=bool(answer.unknown),
    )


def heat_map_of(heat_map):
    width, height = heat_map.width, heat_map.height
    values = heat_map.values[: width * height]
    rows = tuple(tuple(values[row * width : (row + 1) * width]) for row in range(height))
    return HeatMap(width, height, rows, pixels_of(heat_map.colored), pixels_of(heat_map.legend))


def pixels_of(pixels):
    byte_count = 3 * pixels.width * pixels.height
    return Pixels(pixels.width, pixels.height, ctypes.string_at(pixels.rgb, byte_count))


def embedding_of(result):
    if result.embedding_count == 0:
        return None
    return array.array("f", result.embedding[: result.embedding_count])


def text_of(text):
    return text.decode(errors="replace")
