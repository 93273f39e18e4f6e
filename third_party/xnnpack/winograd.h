// Our operator for 3x3 convolutions of int8 values with stride 1: Winograd's algorithm in integers.
// docs/winograd.md says how it works and proves that its results are those of the direct sum, bit
// by bit. It is a node of XNNPACK's subgraph with an operator and tasks of its own.
#pragma once

struct xnn_subgraph;

#ifdef __cplusplus
extern "C" {
#endif

// Where the operator is used: where it is faster, or, so that tests can compare both ways,
// wherever it is exact, or nowhere.
enum glance_winograd_use { glance_winograd_faster, glance_winograd_exact, glance_winograd_never };
void glance_set_winograd_use(enum glance_winograd_use use);

// Lets Winograd's operator compute the convolution that was defined last, where that is exact and
// faster. Otherwise leaves it to XNNPACK.
void glance_choose_winograd(struct xnn_subgraph* subgraph);

#ifdef __cplusplus
}
#endif
