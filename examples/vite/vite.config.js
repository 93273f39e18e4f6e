export default {
  base: './',
  // For `vite dev`: it would move the library's script away from its files.
  optimizeDeps: { exclude: ['glance'] },
};
