// Linked into the test programs for Node: getenv sees what GoogleTest, CI and the tests themselves ask for.
/* global Module, ENV */ // of Emscripten
Module['preRun'] = [
  () => {
    for (const [name, value] of Object.entries(process.env)) {
      if (/^(CI$|GLANCE_|GTEST_)/.test(name)) ENV[name] = value;
    }
  },
];
