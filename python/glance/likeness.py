"""Similar and duplicate pictures: album = glance.Likeness(classifier); album.add(...);
album.duplicates()."""

import ctypes
from dataclasses import dataclass

from .classifier import LIBRARY, Classification, GlanceError, call, refuse, whole_number

KINDS = ("same", "resized", "edited", "similar")


@dataclass(frozen=True)
class LikenessGroup:
    """Two pictures or more that are the same, or a series of one scene."""

    # How they differ from the one to keep, at most: "same" (of the same size; perhaps compressed
    # again), "resized", "edited" (cropped to four fifths at least, turned, mirrored, with other
    # brightness or colours), or "similar" (not the same picture: a series of one scene).
    kind: str
    pictures: tuple  # the names that add was given, in its order
    keep: object  # the one with the most pixels; of several such the sharpest


@dataclass(frozen=True)
class Neighbour:
    picture: object  # the name that add was given
    similarity: float  # cosine of the angle between the embeddings, -1..1


class Likeness:
    """Pictures to search. `classifier` looks at them and stays open as long as they are added.

    Raises GlanceError with model/no-embedding when the network has no embedding.
    """

    def __init__(self, classifier):
        if classifier.model.embedding_size == 0:
            raise GlanceError("model/no-embedding", "the network does not end in a dense layer")
        self._classifier = classifier
        self._names = []
        self._handle = None
        with classifier._lock:
            self._handle = LIBRARY.glance_likeness_create(classifier._open_handle())

    def add(self, picture, name=None):
        """Adds a picture, which is taken and refused as Classifier.classify does; or what that
        gave with embedding=True and fingerprint=True, so that it is looked at once. Groups and
        neighbours call it `name`, or when that is None its number, from 0. About 4 KB that describe
        the picture are kept, and not the picture."""
        embedding, fingerprint = self._look_at(picture)
        numbers = (ctypes.c_float * len(embedding)).from_buffer(embedding)
        call(
            LIBRARY.glance_likeness_add,
            self._handle,
            numbers,
            len(numbers),
            fingerprint,
            len(fingerprint),
        )
        self._names.append(len(self._names) if name is None else name)

    def duplicates(self):
        """Groups of the same picture, then groups of similar ones: a tuple of LikenessGroup. A
        picture is in at most one of each."""
        groups = call(LIBRARY.glance_likeness_duplicates, self._handle)
        try:
            found = groups.contents
            return tuple(self._group_of(each) for each in found.groups[: found.count])
        finally:
            LIBRARY.glance_likeness_groups_free(groups)

    def similar(self, picture, *, top_k=5):
        """The `top_k` pictures that are most similar to `picture`, which is one as `add` takes,
        best first: a tuple of Neighbour."""
        top_k = whole_number("top_k", top_k)
        if top_k < 1:
            refuse(f"top_k is {top_k}, want at least 1")
        room = min(top_k, len(self._names))
        if room == 0:
            return ()
        embedding, _ = self._look_at(picture)
        numbers = (ctypes.c_float * len(embedding)).from_buffer(embedding)
        pictures, similarities = (ctypes.c_int32 * room)(), (ctypes.c_float * room)()
        count = call(
            LIBRARY.glance_likeness_similar,
            self._handle,
            numbers,
            len(numbers),
            room,
            pictures,
            similarities,
        )
        return tuple(Neighbour(self._names[pictures[i]], similarities[i]) for i in range(count))

    def __len__(self):
        return len(self._names)

    def __del__(self):
        if getattr(self, "_handle", None) is not None:
            LIBRARY.glance_likeness_free(self._handle)

    def _look_at(self, picture):
        if isinstance(picture, Classification):
            if picture.embedding is None or picture.fingerprint is None:
                refuse("the result has no embedding or no fingerprint; ask classify for both")
            return picture.embedding, picture.fingerprint
        seen = self._classifier.classify(picture, top_k=1, embedding=True, fingerprint=True)
        return seen.embedding, seen.fingerprint

    def _group_of(self, group):
        return LikenessGroup(
            kind=KINDS[group.kind],
            pictures=tuple(self._names[i] for i in group.pictures[: group.picture_count]),
            keep=self._names[group.keep],
        )
