// Embind's __getTypeName prints the address of a type that JavaScript was not told of, for an error
// message, and brings all of printf and its tables. JavaScript is told of every type of ours.
extern "C" int siprintf(char* out, const char* /*format*/, ...) {
  *out = '\0';
  return 0;
}
