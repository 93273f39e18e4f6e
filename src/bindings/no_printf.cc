// Embind's __getTypeName prints the address of a type that JavaScript was not told of, for an error
// message, and with it come all of printf and its tables: 9 KB. Every type of ours is told, so a
// name is never asked for.
extern "C" int siprintf(char* out, const char* /*format*/, ...) {
  *out = '\0';
  return 0;
}
