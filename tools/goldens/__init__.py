"""Fixtures for the tests of the core, made by onnxruntime and Pillow; see make_model_goldens.py."""
