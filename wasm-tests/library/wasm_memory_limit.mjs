// A WebAssembly module with another maximum of its own memory: the engine then refuses to grow it further.

const memorySection = 5;
export const pageBytes = 65_536;

function readNumber(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7, ++at) {
    value += (bytes[at] & 0x7f) * 2 ** shift;
    if (bytes[at] < 0x80) return { value, next: at + 1 };
  }
}

function numberBytes(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

/** @param {Uint8Array} module binary of one memory that has a maximum @param {number} pages @returns {Uint8Array} */
export function withMostPages(module, pages) {
  for (let at = 8; at < module.length;) {
    const { value: byteCount, next: content } = readNumber(module, at + 1);
    if (module[at] === memorySection) {
      const [count, flags] = module.subarray(content, content + 2);
      if (count !== 1 || flags !== 1)
        throw new Error(`${count} memories, flags ${flags}: want 1, 1`);
      const { value: initial } = readNumber(module, content + 2);
      const limits = [count, flags, ...numberBytes(initial), ...numberBytes(pages)];
      const section = [memorySection, ...numberBytes(limits.length), ...limits];
      return Buffer.concat([
        module.subarray(0, at),
        Buffer.from(section),
        module.subarray(content + byteCount),
      ]);
    }
    at = content + byteCount;
  }
  throw new Error('the module has no memory of its own');
}
