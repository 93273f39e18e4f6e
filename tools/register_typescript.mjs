// Lets Node 20 import the TypeScript of web/: `node --import ./tools/register_typescript.mjs ...`.
import { register } from 'node:module';

register('./typescript_hooks.mjs', import.meta.url);
