// Where the files of the npm package are. They are named one by one, in the form in which bundlers recognise a file that
// belongs to a script. The paths start at the package's root, where the bundled script that holds this module lies.

/** By the name that the manifest has. */
export const fileUrls: Readonly<Record<string, () => URL>> = Object.freeze({
  'wasm/glance-worker.js': () => new URL('./wasm/glance-worker.js', import.meta.url),
  'wasm/glance-simd.wasm': () => new URL('./wasm/glance-simd.wasm', import.meta.url),
  'wasm/glance-relaxed.wasm': () => new URL('./wasm/glance-relaxed.wasm', import.meta.url),
  'wasm/glance-simd-threads.wasm': () =>
    new URL('./wasm/glance-simd-threads.wasm', import.meta.url),
  'wasm/glance-relaxed-threads.wasm': () =>
    new URL('./wasm/glance-relaxed-threads.wasm', import.meta.url),
  'wasm/glance-teach.wasm': () => new URL('./wasm/glance-teach.wasm', import.meta.url),
  'models/efficientnet-lite0.safetensors.gz': () =>
    new URL('./models/efficientnet-lite0.safetensors.gz', import.meta.url),
});
