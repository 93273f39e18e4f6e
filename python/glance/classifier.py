"""The classifier: pictures in, labels out; failures are GlanceError with a stable code."""

import os
import pathlib
import threading
from dataclasses import dataclass

from . import native

LIBRARY = native.load()
FITS = ("crop", "squash", "letterbox")
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
class HeatMap:
    """Where the best class was recognised, over what the network saw: 1 most of all, 0 least."""

    width: int
    height: int
    values: tuple  # height rows of width values


@dataclass(frozen=True)
class Classification:
    predictions: tuple  # best first
    width: int  # pixels of the upright picture
    height: int
    entropy: float  # bits: 0 when one class is certain
    timings_ms: dict  # decode, preprocess, infer, total
    heatmap: HeatMap | None


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
        self._handle = LIBRARY.glance_load(weights, len(weights), *numbers)
        answer = checked(LIBRARY.glance_answer_of(self._handle).contents)
        self.model_name, self.classes = answer.model_name.decode(), answer.classes

    def classify(self, picture, *, top_k=5, language="en", fit="crop", region=None, heatmap=False):
        """What `picture` shows, as a Classification.

        `picture`: the bytes of a JPEG or PNG file, a PIL.Image, or an array (height, width, 3) of
        uint8. `fit`: crop (as the model was trained), squash or letterbox. `region`: (x, y, width,
        height), pixels of the upright picture. Raises GlanceError with image/*, infer/*, call/* or
        model/no-heat-map; the next call works.
        """
        data, size = taken(picture)
        options = options_of(top_k, language, fit, region, heatmap)
        with self._lock:
            if self._handle is None:
                raise GlanceError("call/closed", "the classifier is closed")
            if size is None:
                answer = LIBRARY.glance_classify(self._handle, data, len(data), options)
            else:
                answer = LIBRARY.glance_classify_rgb(self._handle, data, len(data), *size, options)
            return classification_of(checked(answer.contents))

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
            f"a {type(picture).__name__} is not a picture: want bytes, a PIL.Image or an array "
            "of uint8"
        )
    if view.ndim == 1 and view.itemsize == 1:
        return view.tobytes(), None
    if view.format != "B" or view.ndim != 3 or view.shape[2] != 3:
        refuse(
            f"an array of shape {view.shape} and format '{view.format}': want "
            "(height, width, 3) of uint8"
        )
    return view.tobytes(), (view.shape[1], view.shape[0])


def options_of(top_k, language, fit, region, heatmap):
    if fit not in FITS:
        refuse(f"fit is {fit!r}, want one of {', '.join(FITS)}")
    if region is not None and len(region) != 4:
        refuse(f"region is {region!r}, want (x, y, width, height)")
    four = (
        (native.c_int32 * 4)(*(within_int32("region", value) for value in region))
        if region
        else None
    )
    return native.Options(
        within_int32("top_k", top_k), FITS.index(fit), bool(heatmap), language.encode(), four
    )


def within_int32(name, value):
    """ctypes would cut a larger number silently."""
    if not isinstance(value, int) or abs(value) > LARGEST_INT32:
        refuse(f"{name} is {value!r}, want a whole number")
    return value


def refuse(message):
    raise GlanceError("call/bad-argument", message)


def checked(answer):
    if answer.error_code is not None:
        raise GlanceError(answer.error_code.decode(), answer.error_message.decode(errors="replace"))
    return answer


def classification_of(answer):
    """A copy: the answer is overwritten by the next call."""
    listed = answer.predictions[: answer.prediction_count]
    predictions = tuple(
        Prediction(each.index, each.label.decode(errors="replace"), each.score) for each in listed
    )
    timings = {
        name: getattr(answer, f"{name}_ms") for name in ("decode", "preprocess", "infer", "total")
    }
    return Classification(
        predictions,
        answer.width_px,
        answer.height_px,
        answer.entropy_bits,
        timings,
        heat_map_of(answer),
    )


def heat_map_of(answer):
    if not answer.heat_map:
        return None
    width, height = answer.heat_map_width, answer.heat_map_height
    values = answer.heat_map[: width * height]
    return HeatMap(
        width,
        height,
        tuple(tuple(values[row * width : (row + 1) * width]) for row in range(height)),
    )
