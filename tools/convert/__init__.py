"""Weights of other programs in, one Glance weight file (models/FORMAT.md) out.

source -> weights.py (name -> array) -> architectures/ or onnx -> graph.py -> weight_file.py.
Nothing of a source file is ever executed.
"""
