"""Tells what a picture shows: `Classifier(path).classify(picture)`. Nothing leaves this machine."""

from .classifier import (
    Answer,
    Classification,
    Classifier,
    GlanceError,
    Group,
    HeatMap,
    Model,
    Note,
    Pixels,
    Prediction,
    Rectangle,
)
from .likeness import Likeness, LikenessGroup, Neighbour
from .teach import Doubt, Lesson, TaughtClass, teach

__all__ = [
    "Answer",
    "Classification",
    "Classifier",
    "Doubt",
    "GlanceError",
    "Group",
    "HeatMap",
    "Lesson",
    "Likeness",
    "LikenessGroup",
    "Model",
    "Neighbour",
    "Note",
    "Pixels",
    "Prediction",
    "Rectangle",
    "TaughtClass",
    "teach",
]
