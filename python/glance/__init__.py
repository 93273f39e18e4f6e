"""Glance tells what a picture shows: `Classifier(path).classify(picture)`. Nothing leaves this
machine."""

from .classifier import Classification, Classifier, GlanceError, HeatMap, Prediction

__all__ = ["Classification", "Classifier", "GlanceError", "HeatMap", "Prediction"]
