// A folder of folders makes all classes at once: a class is called as the folder that its pictures are in.
import { pathOf } from '../input/folders.ts';

export interface Sorted {
  /** Pictures by the name of their class, in their order. */
  readonly classes: ReadonlyMap<string, readonly File[]>;
  /** How many pictures lie beside the folders that are classes: they are of no class. */
  readonly beside: number;
}

/**
 * @param pictures of folders that were dropped or chosen, with their paths
 * @returns by the second part of the path where the only folder holds folders, as in `trees/oak/1.jpg`; otherwise by the first
 */
export function sortIntoClasses(pictures: readonly File[]): Sorted {
  const paths = pictures.map((file) => pathOf(file).split('/'));
  const isOneFolder = new Set(paths.map(([first]) => first)).size === 1;
  const depth = isOneFolder && paths.some(({ length }) => length > 2) ? 1 : 0;
  const classes = new Map<string, File[]>();
  let beside = 0;
  pictures.forEach((file, i) => {
    const folders = paths[i]!.slice(depth, -1);
    const [name] = folders;
    if (name === undefined) ++beside;
    else classes.set(name, [...(classes.get(name) ?? []), file]);
  });
  return { classes, beside };
}
