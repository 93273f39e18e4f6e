// Reads a weight file on standard input as the library does, and prints with which code it is refused and how much more memory the
// process has had than before.
import { checkedBytes } from '../../web/shared/asset_bytes.ts';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const bytes = Uint8Array.from(Buffer.concat(chunks)).buffer;
const before = process.memoryUsage.rss();
const code = await checkedBytes({ name: 'own', bytes }, () => {}).then(
  () => 'read',
  (error) => error.code,
);
const mebibytes = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
console.log(JSON.stringify({ code, mebibytes: Math.round(mebibytes) }));
