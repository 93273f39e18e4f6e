// What tools/release/bundle/scripts.mjs makes: modules of start.js for app.js, and of app.js for the scripts that it loads later, by their names.
declare module 'glance-shared' {
  export const sharedModules: Readonly<Record<string, unknown>>;
}
