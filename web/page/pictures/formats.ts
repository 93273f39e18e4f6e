// Numbers, sizes and names as a language writes them.

/** @param {string} locale such as `en` or `zh-CN` */
export function formatsOf(locale) {
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale);
  const names = new Intl.DisplayNames(locale, { type: 'language' });

  // A weight file may name its labels by anything.
  function languageName(code) {
    try {
      return names.of(code);
    } catch {
      return code;
    }
  }

  return {
    count: (value) => number.format(value),
    list: (items) => list.format(items),
    languages: (codes) => list.format(codes.map(languageName)),
    milliseconds: (value) => (value < 10 ? value.toFixed(1) : number.format(Math.round(value))),
  };
}

/** Bytes in megabytes. */
export function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

export function sizeText(bytes) {
  return bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${megabytes(bytes)} MB`;
}

/** Never 0 % of something. */
export function percentText(score) {
  if (score > 0 && score < 0.001) return '< 0.1%';
  return `${(score * 100).toFixed(score < 0.0995 ? 1 : 0)}%`;
}

/** Parts of a length, for which a decimal would be too much. */
export function roundPercentText(part) {
  return `${Math.round(part * 100)}%`;
}
