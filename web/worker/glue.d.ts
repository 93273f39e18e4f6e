// Emscripten's glue of the core and of teaching: tools/release/bundle puts the built file in the place of these names.
declare module 'glance-core' {
  import type { GlanceCore } from './core.ts';
  export default function createGlanceCore(options: object): Promise<GlanceCore>;
}

declare module 'glance-core-shared' {
  import type { GlanceCore } from './core.ts';
  export default function createSharedGlanceCore(options: object): Promise<GlanceCore>;
}

declare module 'glance-teach' {
  import type { GlanceTeach } from './teach_module.ts';
  export default function createGlanceTeach(options: object): Promise<GlanceTeach>;
}
