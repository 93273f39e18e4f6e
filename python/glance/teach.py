"""Classes of one's own: glance.teach(folder_or_pairs, model=...).save("mine.safetensors")."""

import ctypes
import json
import os
import pathlib
from dataclasses import dataclass

from . import native
from .classifier import LIBRARY, Classifier, GlanceError, as_utf8, call, refuse

NONE_LABEL = "none of these"


@dataclass(frozen=True)
class TaughtClass:
    label: str
    pictures: int
    right: int
    precision: float | None  # of what was said to be of this class; nothing was: None
    recall: float | None  # of the class's pictures


@dataclass(frozen=True)
class Doubt:
    """A picture that cross-validation takes for one of another class."""

    picture: object  # the path in the folder, or what the pair had
    label: str
    predicted: str
    score: float


@dataclass(frozen=True)
class Lesson:
    """The new weight file, and how right it is: each fifth of the pictures was hidden and asked
    for."""

    classes: tuple  # of TaughtClass, in the order of their labels
    pictures: int
    right: int
    accuracy: float
    interval: tuple  # (low, high) of the accuracy, 95 %
    confusion: tuple  # a row of counts a class, by what was said
    mistakes: tuple  # of Doubt: every picture that was taken for another class, the surest first
    doubtful: tuple  # the first of them, so sure that they may be in the wrong class
    warnings: tuple  # sentences
    unread: tuple  # (picture, GlanceError) of each that was left out
    weights: bytes  # the weight file

    def save(self, path):
        """Writes the weight file. Raises OSError."""
        pathlib.Path(path).write_bytes(self.weights)


def teach(source, *, model, none_of_these=None, on_progress=None):
    """Teaches the network `model`, a Classifier or the path of a weight file, classes of one's own.

    `source`: a folder that holds a folder of JPEG and PNG files for each class, named after it; or
    pairs (picture, label), with pictures as Classifier.classify takes them. `none_of_these`: a
    folder of pictures, or pictures, that are none of the classes. `on_progress` is called with 0
    to 1 while it learns, and ends it with call/cancelled by returning False.
    Pictures that cannot be read are left out: Lesson.unread. Raises GlanceError with
    call/bad-argument (fewer than two classes), model/*, file/unreadable or call/cancelled.
    """
    if isinstance(model, Classifier):
        return taught_by(model, source, none_of_these, on_progress)
    with Classifier(model) as classifier:
        return taught_by(classifier, source, none_of_these, on_progress)


def taught_by(classifier, source, none_of_these, on_progress):
    pairs = list(pairs_of(source))
    if none_of_these is not None:
        pairs += [(picture, NONE_LABEL) for picture in pictures_of(none_of_these)]
    if classifier.model.embedding_size == 0:
        raise GlanceError("model/no-embedding", "the network does not end in a dense layer")
    with classifier._lock:
        handle = classifier._open_handle()
        teacher = LIBRARY.glance_teacher_create(handle)
    try:
        read, unread = add_all(classifier, teacher, pairs)
        none_label = None if none_of_these is None else NONE_LABEL.encode()
        with classifier._lock:
            handle = classifier._open_handle()
            lesson = learned(teacher, handle, none_label, on_progress)
    finally:
        LIBRARY.glance_teacher_free(teacher)
    try:
        return lesson_of(lesson.contents, read, unread)
    finally:
        LIBRARY.glance_lesson_free(lesson)


def add_all(classifier, teacher, pairs):
    """The pictures that were read, and (picture, error) of the others."""
    read, unread = [], []
    for picture, label in pairs:
        if not isinstance(label, str):
            refuse(f"the label {label!r} is not text")
        try:
            embedding = classifier.embed(contents_of(picture))
        except GlanceError as error:
            if error.code == "call/closed":
                raise
            unread.append((picture, error))
            continue
        numbers = (ctypes.c_float * len(embedding)).from_buffer(embedding)
        name = as_utf8("a label", label)
        call(LIBRARY.glance_teacher_add, teacher, numbers, len(numbers), name)
        read.append(picture)
    return read, unread


def learned(teacher, handle, none_label, on_progress):
    raised = []

    def go_on(part, _):
        try:
            return 0 if on_progress is not None and on_progress(part) is False else 1
        except BaseException as error:  # C cannot pass it on
            raised.append(error)
            return 0

    try:
        callback = native.GO_ON(go_on)
        return call(LIBRARY.glance_teach, teacher, handle, none_label, callback, None)
    except GlanceError:
        if raised:
            raise raised[0] from None
        raise


def pairs_of(source):
    """(picture, label), by label and name where `source` is a folder."""
    if not isinstance(source, (str, os.PathLike)):
        yield from source
        return
    folders = sorted(entry for entry in listed(source) if entry.is_dir())
    if not folders:
        raise GlanceError(
            "file/unreadable", f"{str(source)!r} holds no folders, one for each class"
        )
    for folder in folders:
        for path in pictures_of(folder):
            yield path, folder.name


def pictures_of(source):
    """The files below a folder but hidden ones, or what `source` has."""
    if not isinstance(source, (str, os.PathLike)):
        return source
    found = []
    for entry in sorted(listed(source)):
        found += pictures_of(entry) if entry.is_dir() else [entry]
    return found


def listed(folder):
    try:
        return [path for path in pathlib.Path(folder).iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise GlanceError("file/unreadable", f"{str(folder)!r}: {error.strerror}") from error


def contents_of(picture):
    if not isinstance(picture, (str, os.PathLike)):
        return picture
    try:
        return pathlib.Path(picture).read_bytes()
    except OSError as error:
        raise GlanceError("file/unreadable", f"{str(picture)!r}: {error.strerror}") from error


def doubts_of(doubts, read):
    return tuple(Doubt(**(each | {"picture": read[each["picture"]]})) for each in doubts)


def lesson_of(lesson, read, unread):
    """A copy, which lives on when the library's lesson is freed."""
    report = json.loads(lesson.report)
    return Lesson(
        classes=tuple(TaughtClass(**each) for each in report["classes"]),
        pictures=report["pictures"],
        right=report["right"],
        accuracy=report["accuracy"],
        interval=tuple(report["interval"]),
        confusion=tuple(tuple(row) for row in report["confusion"]),
        mistakes=doubts_of(report["mistakes"], read),
        doubtful=doubts_of(report["doubtful"], read),
        warnings=tuple(report["warnings"]),
        unread=tuple(unread),
        weights=ctypes.string_at(lesson.weights, lesson.byte_count),
    )
