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

__all__ = [
    "Answer",
    "Classification",
    "Classifier",
    "GlanceError",
    "Group",
    "HeatMap",
    "Model",
    "Note",
    "Pixels",
    "Prediction",
    "Rectangle",
]
