// Replaces siprintf, which would bring all of printf and its tables. Only Embind's __getTypeName
// calls it, to name a type that is not registered; every type of ours is.
extern "C" int siprintf(char* out, const char* /*format*/, ...) {
  *out = '\0';
  return 0;
}
