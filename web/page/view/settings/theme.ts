// Light or dark, as the device is or as somebody wants it: for the style (base.css), and for what the browser draws around
// an installed page.

/** @param {'system' | 'light' | 'dark'} theme */
export function renderTheme(theme) {
  const { dataset } = document.documentElement;
  if (dataset.theme === theme) return;
  dataset.theme = theme;
  for (const meta of document.querySelectorAll('meta[data-scheme]'))
    meta.media = mediaOf(meta.dataset.scheme, theme);
}

function mediaOf(scheme, theme) {
  if (theme === 'system') return `(prefers-color-scheme: ${scheme})`;
  return theme === scheme ? 'all' : 'not all';
}
