"""The classifier: pictures in, labels out; failures are GlanceError with a stable code."""

import ctypes
import os
import pathlib
import threading
from dataclasses import dataclass

from . import native

LIBRARY = native.load()
LARGEST_INT32 = 2**31 - 1


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
class Rectangle:
    """In pixels of the upright picture, from its top left corner; may reach beyond its edges."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Note:
    """What was done to the picture: note/turned, note/alpha-dropped."""

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
    predictions: tuple  # best first
    width: int  # pixels of the upright picture
    height: int
    entropy: float  # bits: 0 when one class is certain
    seen: Rectangle  # what the network saw; a letterbox reaches beyond the picture
    timings_ms: dict  # decode, preprocess, infer, total
    notes: tuple
    heatmap: HeatMap | None  # covers `seen`
    view: Pixels | None  # what the network saw, of the size of its input


@dataclass(frozen=True)
class Model:
    """What the weight file says of itself; text that it does not say is empty."""

    name: str
    architecture: str
    license: str  # SPDX expression of the weights' licence
    input_width: int  # pixels of the network's input
    input_height: int
    classes: int


class Classifier:
    """A weight file (models/FORMAT.md), loaded and ready. Threads may share one: calls take turns.

    It can be pickled: what arrives loads the same file again.
    Raises GlanceError with model/*, infer/*, call/bad-argument or file/unreadable.
    """

    def __init__(self, path, *, threads=1, resolution=0):
        self._arguments = (os.fspath(path), threads, resolution)
        self._lock = threading.Lock()
        self._handle = None
        weights = read_file(path)
        numbers = [
            within_int32(name, value)
            for name, value in (("threads", threads), ("resolution", resolution))
        ]
        self._handle = call(LIBRARY.glance_load, weights, len(weights), *numbers)
        model = LIBRARY.glance_describe(self._handle).contents
        self.model = Model(
            name=text_of(model.name),
            architecture=text_of(model.architecture),
            license=text_of(model.license),
            input_width=model.input_width,
            input_height=model.input_height,
            classes=model.classes,
        )

    def classify(
        self,
        picture,
        *,
        top_k=5,
        score_threshold=0,
        language="en",
        fit="crop",
        region=None,
        heatmap=False,
        view=False,
    ):
        """What `picture` shows, as a Classification.

        `picture`: the bytes of a JPEG or PNG file, a PIL.Image, or an array (height, width, 3) of
        uint8. Labels with a score below `score_threshold`, 0 to 1, are left out.
        `fit`: crop (as the model was trained), squash or letterbox. `region`: (x, y, width,
        height), whole pixels of the upright picture. `heatmap`: True, or the index of a class to
        map instead of the best one. `view`: also return the pixels that the network saw.
        Raises GlanceError with image/*, infer/*, call/* or model/no-heat-map; the next call works.
        """
        data, size = taken(picture)
        options = options_of(
            heatmap,
            top_k=top_k,
            score_threshold=score_threshold,
            language=language,
            fit=fit,
            region=region,
            view=view,
        )
        try:
            with self._lock:
                if self._handle is None:
                    raise GlanceError("call/closed", "the classifier is closed")
                function = LIBRARY.glance_classify if size is None else LIBRARY.glance_classify_rgb
                result = call(function, self._handle, data, len(data), *(size or ()), options)
        finally:
            LIBRARY.glance_options_free(options)
        try:
            return classification_of(result.contents)
        finally:
            LIBRARY.glance_result_free(result)

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


def restored(path, threads, resolution):
    return Classifier(path, threads=threads, resolution=resolution)


def read_file(path):
    try:
        return pathlib.Path(path).read_bytes()
    except OSError as error:
        raise GlanceError("file/unreadable", f"{path}: {error.strerror}") from error


def taken(picture):
    """(bytes, None) of a file, or (bytes, (width, height)) of pixels."""
    if isinstance(picture, bytes):
        return picture, None
    if hasattr(picture, "getexif"):
        from PIL import ImageOps

        upright = ImageOps.exif_transpose(picture).convert("RGB")
        return upright.tobytes(), upright.size
    try:
        view = memoryview(picture)
    except TypeError:
        refuse(
            f"a {type(picture).__name__} is not a picture: "
            "want bytes, a PIL.Image or an array of uint8"
        )
    if view.ndim == 1 and view.itemsize == 1:
        return view.tobytes(), None
    if view.format != "B" or view.ndim != 3 or view.shape[2] != 3:
        refuse(
            f"an array of shape {view.shape} and format '{view.format}': "
            "want (height, width, 3) of uint8"
        )
    return view.tobytes(), (view.shape[1], view.shape[0])


def options_of(heatmap, **wanted):
    """The library's options, to be freed. `wanted`: by their names there; None is the default."""
    if not isinstance(heatmap, bool):
        wanted["heat_map_class"] = heatmap
    options = LIBRARY.glance_options_create()
    try:
        set_option(options, "heat_map", heatmap is not False)
        for name, value in wanted.items():
            if value is not None:
                set_option(options, name, value)
    except GlanceError:
        LIBRARY.glance_options_free(options)
        raise
    return options


def set_option(options, name, value):
    key = name.encode()
    if isinstance(value, bool):
        call(LIBRARY.glance_options_set_flag, options, key, value)
    elif isinstance(value, (int, float)):
        call(LIBRARY.glance_options_set_number, options, key, value)
    elif isinstance(value, str):
        call(LIBRARY.glance_options_set_text, options, key, value.encode())
    elif name == "region" and len(value) == 4:
        sides = [within_int32(name, side) for side in value]
        call(LIBRARY.glance_options_set_region, options, key, *sides)
    else:
        refuse(f"{name} is {value!r}")


def within_int32(name, value):
    """ctypes would cut a larger number silently."""
    if not isinstance(value, int) or abs(value) > LARGEST_INT32:
        refuse(f"{name} is {value!r}, want a whole number")
    return value


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
    seen = result.seen
    timings = {
        name: getattr(result.timings, f"{name}_ms")
        for name in ("decode", "preprocess", "infer", "total")
    }
    return Classification(
        predictions=predictions,
        width=result.width,
        height=result.height,
        entropy=result.entropy,
        seen=Rectangle(seen.x, seen.y, seen.width, seen.height),
        timings_ms=timings,
        notes=notes,
        heatmap=heat_map_of(result.heat_map.contents) if result.heat_map else None,
        view=pixels_of(result.view.contents) if result.view else None,
    )


def heat_map_of(heat_map):
    width, height = heat_map.width, heat_map.height
    values = heat_map.values[: width * height]
    rows = tuple(tuple(values[row * width : (row + 1) * width]) for row in range(height))
    return HeatMap(width, height, rows, pixels_of(heat_map.colored), pixels_of(heat_map.legend))


def pixels_of(pixels):
    byte_count = 3 * pixels.width * pixels.height
    return Pixels(pixels.width, pixels.height, ctypes.string_at(pixels.rgb, byte_count))


def text_of(text):
    return text.decode(errors="replace")
