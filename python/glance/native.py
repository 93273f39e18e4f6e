"""The shared library beside this file, as ctypes sees it: src/library/c_interface.h, field by
field."""

import ctypes
import pathlib
from ctypes import POINTER, c_char_p, c_double, c_float, c_int32, c_size_t, c_void_p


class Prediction(ctypes.Structure):
    _fields_ = [("index", c_int32), ("score", c_float), ("label", c_char_p)]


class Answer(ctypes.Structure):
    _fields_ = [
        ("error_code", c_char_p),
        ("error_message", c_char_p),
        ("model_name", c_char_p),
        ("classes", c_int32),
        ("width_px", c_int32),
        ("height_px", c_int32),
        ("entropy_bits", c_double),
        ("decode_ms", c_double),
        ("preprocess_ms", c_double),
        ("infer_ms", c_double),
        ("total_ms", c_double),
        ("prediction_count", c_int32),
        ("predictions", POINTER(Prediction)),
        ("heat_map_width", c_int32),
        ("heat_map_height", c_int32),
        ("heat_map", POINTER(c_float)),
    ]


class Options(ctypes.Structure):
    _fields_ = [
        ("top_k", c_int32),
        ("fit", c_int32),
        ("heat_map", c_int32),
        ("language", c_char_p),
        ("region", POINTER(c_int32)),
    ]


def load():
    """The library. Python's lock is released while it computes."""
    library = ctypes.CDLL(str(pathlib.Path(__file__).with_name("libglance_c.so")))
    declare = {
        "glance_load": (c_void_p, [c_char_p, c_size_t, c_int32, c_int32]),
        "glance_answer_of": (POINTER(Answer), [c_void_p]),
        "glance_classify": (POINTER(Answer), [c_void_p, c_char_p, c_size_t, POINTER(Options)]),
        "glance_classify_rgb": (
            POINTER(Answer),
            [c_void_p, c_char_p, c_size_t, c_int32, c_int32, POINTER(Options)],
        ),
        "glance_close": (None, [c_void_p]),
    }
    for name, (result, arguments) in declare.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
