// In this program the backend takes this processor for an older one, named by GLANCE_PROCESSOR:
// that the other tests pass here says that its kernels compute the same there. XNNPACK looks at the
// processor once; what it found is changed here before anything else asks for it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

#include "third_party/xnnpack/narrow_gemm.h"
#include "xnnpack/hardware-config.h"

namespace glance::test {
namespace {

// From old to new. Each has what those before it have, but that the first ones with AVX-512 have no
// VNNI.
enum class Processor { kSse41, kAvx, kAvx2, kAvxVnni, kAvx512Skx, kAvx512 };

Processor Named(std::string_view name) {
  if (name == "sse41") return Processor::kSse41;
  if (name == "avx") return Processor::kAvx;
  if (name == "avx2") return Processor::kAvx2;
  if (name == "avxvnni") return Processor::kAvxVnni;
  if (name == "avx512skx") return Processor::kAvx512Skx;
  return Processor::kAvx512;
}

Processor Wanted() {
  const char* name = std::getenv("GLANCE_PROCESSOR");
  return name == nullptr ? Processor::kAvx512 : Named(name);
}

struct Instructions {
  Processor first;  // that has them
  bool xnn_hardware_config::* use;
  uint64_t flag;
};

constexpr Instructions kInstructions[] = {
    {Processor::kAvx, &xnn_hardware_config::use_x86_avx, xnn_arch_x86_avx},
    {Processor::kAvx2, &xnn_hardware_config::use_x86_f16c, xnn_arch_x86_f16c},
    {Processor::kAvx2, &xnn_hardware_config::use_x86_fma3, xnn_arch_x86_fma3},
    {Processor::kAvx2, &xnn_hardware_config::use_x86_avx2, xnn_arch_x86_avx2},
    {Processor::kAvxVnni, &xnn_hardware_config::use_x86_avxvnni, xnn_arch_x86_avxvnni},
    {Processor::kAvxVnni, &xnn_hardware_config::use_x86_avxvnniint8, xnn_arch_x86_avxvnniint8},
    {Processor::kAvx512Skx, &xnn_hardware_config::use_x86_avx256skx, xnn_arch_x86_avx256skx},
    {Processor::kAvx512, &xnn_hardware_config::use_x86_avx256vnni, xnn_arch_x86_avx256vnni},
    {Processor::kAvx512, &xnn_hardware_config::use_x86_avx256vnnigfni, xnn_arch_x86_avx256vnnigfni},
    {Processor::kAvx512Skx, &xnn_hardware_config::use_x86_avx512f, xnn_arch_x86_avx512f},
    {Processor::kAvx512Skx, &xnn_hardware_config::use_x86_avx512skx, xnn_arch_x86_avx512skx},
    {Processor::kAvx512, &xnn_hardware_config::use_x86_avx512vbmi, xnn_arch_x86_avx512vbmi},
    {Processor::kAvx512, &xnn_hardware_config::use_x86_avx512vnni, xnn_arch_x86_avx512vnni},
    {Processor::kAvx512, &xnn_hardware_config::use_x86_avx512vnnigfni, xnn_arch_x86_avx512vnnigfni},
    {Processor::kAvx512, &xnn_hardware_config::use_x86_avx512amx, xnn_arch_x86_avx512amx},
    {Processor::kAvx512, &xnn_hardware_config::use_x86_avx512fp16, xnn_arch_x86_avx512fp16},
};

bool Has(Processor processor, const Instructions& instructions) {
  if (processor == Processor::kAvx512Skx && instructions.first == Processor::kAvxVnni) return false;
  return instructions.first <= processor;
}

xnn_hardware_config& Found() {
  return const_cast<xnn_hardware_config&>(*xnn_init_hardware_config());
}

// Before main(), and so before the first network.
const bool is_older = [] {
  xnn_hardware_config& found = Found();
  for (const Instructions& instructions : kInstructions) {
    if (Has(Wanted(), instructions)) continue;
    found.*instructions.use = false;
    found.arch_flags &= ~instructions.flag;
  }
  return Wanted() != Processor::kAvx512;
}();

TEST(OlderProcessors, HaveNoNewerInstructions) {
  ASSERT_TRUE(is_older) << "GLANCE_PROCESSOR: want sse41, avx, avx2, avxvnni or avx512skx";
  for (const Instructions& instructions : kInstructions) {
    if (!Has(Wanted(), instructions)) {
      EXPECT_FALSE(Found().*instructions.use);
    }
  }
}

TEST(OlderProcessors, TakeOurKernelsForNarrowWeightsWithAvx2AndNoVnni) {
  const auto* others = glance_qs8_qc8w_gemm_config();
  glance_use_narrow_gemm(true);
  const auto* narrow = glance_qs8_qc8w_gemm_config();
  glance_use_narrow_gemm(false);
  const bool has_vnni = Found().use_x86_avxvnni || Found().use_x86_avx512vnni;
  EXPECT_EQ(narrow != others, Found().use_x86_avx2 && !has_vnni);
}

}  // namespace
}  // namespace glance::test
