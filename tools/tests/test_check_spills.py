"""check_spills.py finds stores to the stack within innermost loops, and only those."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOOLS))
import check_spills  # noqa: E402

KERNEL = """
0000000000000000 <xnn_f32_gemm_minmax_ukernel_5x16__fma3_broadcast>:
   0:	vmovaps %ymm0,-0x20(%rsp)
   5:	{outer}
   a:	vbroadcastss (%rdi),%ymm4
   f:	{inner}
  14:	jne    a <xnn_f32_gemm_minmax_ukernel_5x16__fma3_broadcast+0xa>
  19:	jne    5 <xnn_f32_gemm_minmax_ukernel_5x16__fma3_broadcast+0x5>
  1e:	vmovaps %ymm0,(%rsp)
  23:	ret
"""
PRODUCT = "vfmadd231ps %ymm1,%ymm4,%ymm2"
STORE = "vmovaps %ymm2,-0x58(%rsp)"


def stores(outer, inner):
    text = KERNEL.format(outer=outer, inner=inner)
    (body,) = check_spills.functions(text).values()
    return check_spills.stores(body)


class CheckSpills(unittest.TestCase):
    def test_a_store_in_an_innermost_loop_is_found(self):
        self.assertEqual(stores(PRODUCT, STORE), 1)
        self.assertEqual(stores(PRODUCT, "vmovdqu64 %zmm31,0x40(%rbp)"), 1)
        self.assertEqual(stores(PRODUCT, "movaps %xmm7,(%rsp)"), 1)

    def test_a_store_outside_of_it_is_not(self):
        self.assertEqual(stores(STORE, PRODUCT), 0)

    def test_neither_is_a_load_nor_a_store_to_elsewhere(self):
        for inner in ("vmovaps -0x58(%rsp),%ymm2", "vmovaps %ymm2,(%rdi)", "mov %rax,(%rsp)"):
            self.assertEqual(stores(PRODUCT, inner), 0, inner)

    def test_matrix_and_depthwise_kernels_of_avx2_and_newer_are_checked(self):
        for name in (
            "xnn_f32_igemm_minmax_ukernel_5x16__fma3_broadcast_prfm",
            "xnn_qs8_qc8w_gemm_minmax_fp32_ukernel_7x16c8__avx512vnni_prfm",
            "xnn_qs8_qc8w_dwconv_minmax_fp32_ukernel_25p16c__avx2_mul32",
        ):
            self.assertTrue(check_spills.is_checked(name), name)
        for name in (
            "xnn_f32_vsigmoid_ukernel__avx2_rr1_p5_div_u40",
            "xnn_f32_gemm_minmax_ukernel_4x8__sse_load1",
            "xnn_qs8_packw_gemm_goi_ukernel_x8c8__avxvnni",
            "xnn_qs8_qc8w_gemm_minmax_fp32_ukernel_3x8c8__avx2",
        ):
            self.assertFalse(check_spills.is_checked(name), name)

    @unittest.skipUnless(shutil.which("gcc"), "no gcc")
    def test_a_compiled_kernel_that_spills_fails_the_check(self):
        # Twenty sums, sixteen registers.
        sums = range(20)
        source = "#include <immintrin.h>\n"
        source += "void xnn_f32_gemm_ukernel_20x8__fma3(const float* a, float* o, long n) {\n"
        source += "".join(f"__m256 s{i} = _mm256_setzero_ps();\n" for i in sums)
        source += "for (; n; --n, a += 8) { const __m256 b = _mm256_loadu_ps(a);\n"
        source += "".join(
            f"s{i} = _mm256_fmadd_ps(s{i}, b, _mm256_set1_ps(a[{i}]));\n" for i in sums
        )
        source += "}\n" + "".join(f"_mm256_storeu_ps(o + {8 * i}, s{i});\n" for i in sums) + "}\n"
        with tempfile.TemporaryDirectory() as folder:
            target = pathlib.Path(folder, "kernels.o")
            command = ["gcc", "-O2", "-mavx2", "-mfma", "-xc", "-", "-c", "-o", str(target)]
            if subprocess.run(command, input=source, text=True, capture_output=True).returncode:
                self.skipTest("this gcc does not compile for AVX2")
            self.assertEqual(check_spills.main([str(target)]), 1)
            self.assertEqual(check_spills.main([str(pathlib.Path(folder, "missing.a"))]), 1)
