"""Which function imports which operation: function(importer, node) -> array, Activation or a list
of them."""

from . import (
    activations,
    arithmetic,
    channels,
    constants,
    convolutions,
    norms,
    pools,
    powers,
    quantized,
    reshapes,
)

HANDLERS = {
    **constants.HANDLERS,
    **convolutions.HANDLERS,
    **norms.HANDLERS,
    **pools.HANDLERS,
    **activations.HANDLERS,
    **arithmetic.HANDLERS,
    **reshapes.HANDLERS,
    **channels.HANDLERS,
    **quantized.HANDLERS,
    **powers.HANDLERS,
}
