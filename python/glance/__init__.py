"""Tells what a picture shows: `Classifier(path).classify(picture)`. Nothing leaves this machine."""

from .classifier import (
    Classification,
    Classifier,
    GlanceError,
    HeatMap,
    Model,
    Note,
    Pixels,
    Prediction,
    Rectangle,
)

__all__ = [
    "Classification",
    "Classifier",
    "GlanceError",
    "HeatMap",
    "Model",
    "Note",
    "Pixels",
    "Prediction",
    "Rectangle",
]
