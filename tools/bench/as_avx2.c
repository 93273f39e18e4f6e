// Preloaded into a program (LD_PRELOAD), makes an x86-64 processor with AVX-512 or VNNI look like
// one that has AVX2 and nothing newer: the CPUID instruction traps and is answered without them. So
// Glance and its peers are compared as on such a processor, on this one. `make bench` builds and
// uses it. Needs Linux and a processor that can trap CPUID (`cpuid_fault` in /proc/cpuinfo).
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { kSetCpuid = 0x1012 };  // ARCH_CPUID of asm/prctl.h: 0 traps the instruction, 1 allows it

// Bits of CPUID's leaf 7 for all kinds of AVX-512, AMX and, in part 1, AVX-VNNI and what came
// after.
enum {
  kPart0Ebx = 1u << 16 | 1u << 17 | 1u << 21 | 1u << 26 | 1u << 27 | 1u << 28 | 1u << 30,
  kPart0Ecx = 1u << 1 | 1u << 6 | 1u << 11 | 1u << 12 | 1u << 14,
  kPart0Edx = 1u << 2 | 1u << 3 | 1u << 8 | 1u << 22 | 1u << 23 | 1u << 24 | 1u << 25,
  kPart1Eax = 1u << 4 | 1u << 5 | 1u << 21 | 1u << 23,
  kPart1Edx = 1u << 4 | 1u << 5 | 1u << 10 | 1u << 19,
};
static const uint32_t kAvx512Vl = 1u << 31;

static void Answer(int number, siginfo_t* info, void* context) {
  (void)info;
  greg_t* registers = ((ucontext_t*)context)->uc_mcontext.gregs;
  const uint8_t* code = (const uint8_t*)registers[REG_RIP];
  if (code[0] != 0x0F || code[1] != 0xA2) {
    signal(number, SIG_DFL);  // a fault of the program's own, which happens again and ends it
    return;
  }
  const uint32_t leaf = (uint32_t)registers[REG_RAX], part = (uint32_t)registers[REG_RCX];
  uint32_t a, b, c, d;
  syscall(SYS_arch_prctl, kSetCpuid, 1);
  __cpuid_count(leaf, part, a, b, c, d);
  syscall(SYS_arch_prctl, kSetCpuid, 0);
  if (leaf == 7 && part == 0) {
    b &= ~(kPart0Ebx | kAvx512Vl);
    c &= ~(uint32_t)kPart0Ecx;
    d &= ~(uint32_t)kPart0Edx;
  } else if (leaf == 7 && part == 1) {
    a &= ~(uint32_t)kPart1Eax;
    d &= ~(uint32_t)kPart1Edx;
  }
  registers[REG_RAX] = a;
  registers[REG_RBX] = b;
  registers[REG_RCX] = c;
  registers[REG_RDX] = d;
  registers[REG_RIP] += 2;  // over the instruction
}

__attribute__((constructor)) static void Start(void) {
  const struct sigaction action = {.sa_sigaction = Answer, .sa_flags = SA_SIGINFO | SA_NODEFER};
  if (sigaction(SIGSEGV, &action, NULL) != 0 || syscall(SYS_arch_prctl, kSetCpuid, 0) != 0) {
    fputs("as_avx2: this kernel or processor cannot trap CPUID\n", stderr);
    _exit(1);
  }
}
