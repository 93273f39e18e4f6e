"""Which function imports which ONNX operation: function(importer, node) -> array, Activation or a list of them."""

from . import activations, arithmetic, constants, convolutions, pools, reshapes

HANDLERS = {
    **constants.HANDLERS,
    **convolutions.HANDLERS,
    **pools.HANDLERS,
    **activations.HANDLERS,
    **arithmetic.HANDLERS,
    **reshapes.HANDLERS,
}
