// The sample pictures, in the order in which the page offers them, and who made them. What each shows is said in
// strings/ways.*.js, by `name`. The addresses of the sources are in LICENSES.txt.

/** @type {readonly { name: string, file: string, license: string, by: string }[]} */
export const samples = Object.freeze([
  { name: 'coffee', file: 'coffee.png', license: 'CC0', by: 'Rachel Michetti' },
  { name: 'chelsea', file: 'chelsea.png', license: 'CC0', by: 'Stefan van der Walt' },
  { name: 'camera', file: 'camera.png', license: 'CC0', by: 'Lav Varshney' },
  { name: 'flower', file: 'flower.jpg', license: 'CC BY 2.0', by: 'vultilion' },
  { name: 'china', file: 'china.jpg', license: 'CC BY 2.0', by: 'danielbuechele' },
]);
