// Under AddressSanitizer an allocation that is too large returns null, as everywhere else: tests
// claim that Glance reports it.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }
