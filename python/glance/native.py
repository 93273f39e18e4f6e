"""The library beside this file as ctypes sees it: include/glance/glance.h, member by member."""

import ctypes
import pathlib
from ctypes import POINTER, c_char_p, c_double, c_float, c_int, c_int32, c_size_t, c_uint8, c_void_p


def struct(name, *fields):
    return type(name, (ctypes.Structure,), {"_fields_": list(fields)})


Error = struct("Error", ("code", c_char_p), ("message", c_char_p))
Prediction = struct("Prediction", ("index", c_int32), ("score", c_float), ("label", c_char_p))
Answer = struct(
    "Answer",
    ("label", c_char_p),
    ("score", c_double),
    ("index", c_int32),
    ("group", c_char_p),
    ("unknown", c_int),
)
Rectangle = struct("Rectangle", *((side, c_double) for side in ("x", "y", "width", "height")))
Timings = struct(
    "Timings",
    *((f"{step}_ms", c_double) for step in ("decode", "preprocess", "infer", "total")),
)
Note = struct("Note", ("code", c_char_p), ("message", c_char_p))
Pixels = struct("Pixels", ("width", c_int32), ("height", c_int32), ("rgb", POINTER(c_uint8)))
HeatMap = struct(
    "HeatMap",
    ("width", c_int32),
    ("height", c_int32),
    ("values", POINTER(c_float)),
    ("colored", Pixels),
    ("legend", Pixels),
)
Result = struct(
    "Result",
    ("width", c_int32),
    ("height", c_int32),
    ("prediction_count", c_int32),
    ("predictions", POINTER(Prediction)),
    ("entropy", c_double),
    ("seen", Rectangle),
    ("timings", Timings),
    ("note_count", c_int32),
    ("notes", POINTER(Note)),
    ("heat_map", POINTER(HeatMap)),
    ("view", POINTER(Pixels)),
    ("answer", POINTER(Answer)),
    ("embedding_count", c_int32),
    ("embedding", POINTER(c_float)),
    ("fingerprint_byte_count", c_int32),
    ("fingerprint", POINTER(c_uint8)),
    ("looks", c_int32),
    ("decisive", POINTER(Rectangle)),
)
Model = struct(
    "Model",
    ("name", c_char_p),
    ("architecture", c_char_p),
    ("license", c_char_p),
    ("input_width", c_int32),
    ("input_height", c_int32),
    ("classes", c_int32),
    ("embedding_size", c_int32),
)
Group = struct(
    "Group",
    ("id", c_char_p),
    ("label", c_char_p),
    ("parent", c_int32),
    ("class_count", c_int32),
    ("classes", POINTER(c_int32)),
)
Lesson = struct(
    "Lesson", ("report", c_char_p), ("byte_count", c_size_t), ("weights", POINTER(c_uint8))
)
LikenessGroup = struct(
    "LikenessGroup",
    ("kind", c_int32),
    ("picture_count", c_int32),
    ("pictures", POINTER(c_int32)),
    ("keep", c_int32),
)
LikenessGroups = struct("LikenessGroups", ("count", c_int32), ("groups", POINTER(LikenessGroup)))
GO_ON = ctypes.CFUNCTYPE(c_int, c_double, c_void_p)

ERROR = POINTER(POINTER(Error))
FUNCTIONS = {
    "glance_load": (c_void_p, [c_char_p, c_size_t, c_int32, c_int32, c_int32, ERROR]),
    "glance_close": (None, [c_void_p]),
    "glance_describe": (POINTER(Model), [c_void_p]),
    "glance_groups": (POINTER(Group), [c_void_p, c_char_p, POINTER(c_int32)]),
    "glance_path_to": (
        POINTER(c_char_p),
        [c_void_p, c_int32, c_char_p, c_char_p, POINTER(c_int32)],
    ),
    "glance_options_create": (c_void_p, []),
    "glance_options_set_flag": (c_int, [c_void_p, c_char_p, c_int, ERROR]),
    "glance_options_set_number": (c_int, [c_void_p, c_char_p, c_double, ERROR]),
    "glance_options_set_text": (c_int, [c_void_p, c_char_p, c_char_p, ERROR]),
    "glance_options_set_region": (c_int, [c_void_p, c_char_p, *[c_int32] * 4, ERROR]),
    "glance_options_free": (None, [c_void_p]),
    "glance_classify": (POINTER(Result), [c_void_p, c_char_p, c_size_t, c_void_p, ERROR]),
    "glance_classify_rgb": (
        POINTER(Result),
        [c_void_p, c_char_p, c_size_t, c_int32, c_int32, c_void_p, ERROR],
    ),
    "glance_teacher_create": (c_void_p, [c_void_p]),
    "glance_teacher_add": (c_int, [c_void_p, POINTER(c_float), c_size_t, c_char_p, ERROR]),
    "glance_teach": (POINTER(Lesson), [c_void_p, c_void_p, c_char_p, GO_ON, c_void_p, ERROR]),
    "glance_teacher_free": (None, [c_void_p]),
    "glance_lesson_free": (None, [POINTER(Lesson)]),
    "glance_likeness_create": (c_void_p, [c_void_p]),
    "glance_likeness_add": (
        c_int,
        [c_void_p, POINTER(c_float), c_size_t, c_char_p, c_size_t, ERROR],
    ),
    "glance_likeness_similar": (
        c_int32,
        [
            c_void_p,
            POINTER(c_float),
            c_size_t,
            c_int32,
            POINTER(c_int32),
            POINTER(c_float),
            ERROR,
        ],
    ),
    "glance_likeness_duplicates": (POINTER(LikenessGroups), [c_void_p, ERROR]),
    "glance_likeness_groups_free": (None, [POINTER(LikenessGroups)]),
    "glance_likeness_free": (None, [c_void_p]),
    "glance_result_free": (None, [POINTER(Result)]),
    "glance_error_free": (None, [POINTER(Error)]),
}


def load():
    """The library. Python's lock is released while it computes."""
    library = ctypes.CDLL(str(pathlib.Path(__file__).with_name("libglance_c.so")))
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
