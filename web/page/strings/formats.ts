// Numbers, sizes and names as a language writes them.

/** @param locale such as `en` or `zh-CN` */
export function formatsOf(locale: string) {
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale);
  const names = new Intl.DisplayNames(locale, { type: 'language' });

  // A weight file may use anything as a language code.
  function languageName(code: string): string {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  }

  return {
    count: (value: number) => number.format(value),
    list: (items: readonly string[]) => list.format(items),
    languages: (codes: readonly string[]) => list.format(codes.map(languageName)),
    milliseconds: (value: number) =>
      value < 10 ? value.toFixed(1) : number.format(Math.round(value)),
  };
}

/** Bytes in megabytes. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

export function sizeText(bytes: number): string {
  return bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${megabytes(bytes)} MB`;
}

/** A small score is never written as 0 %. */
export function percentText(score: number): string {
  if (score > 0 && score < 0.001) return '< 0.1%';
  return `${(score * 100).toFixed(score < 0.0995 ? 1 : 0)}%`;
}

/** Without decimals, for parts of a length. */
export function roundPercentText(part: number): string {
  return `${Math.round(part * 100)}%`;
}
