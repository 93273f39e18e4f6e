// The script of the Chinese texts, which the page loads when somebody wants them (loader.ts).
import { zh } from './zh.ts';

Object.assign(globalThis, { glanceTexts: { zh } });
