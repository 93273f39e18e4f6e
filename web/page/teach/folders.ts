// A folder of folders makes all classes at once: a class is called as the folder that its pictures are in.
import { pathOf } from '../input/folders.ts';

/** Pictures by the name of their class, in their order. */
export type Sorted = Map<string, File[]>;

/**
 * @param pictures of folders that were dropped or chosen, with their paths
 * @returns by the second part of the path where the only folder holds folders, as in `trees/oak/1.jpg`; otherwise by the first
 */
export function sortIntoClasses(pictures: readonly File[]): Sorted {
  const paths = pictures.map((file) => pathOf(file).split('/'));
  const isOneFolder = new Set(paths.map(([first]) => first)).size === 1;
  const holdsFolders = paths.some(({ length }) => length > 2);
  const sorted: Sorted = new Map();
  pictures.forEach((file, i) => {
    const path = paths[i]!;
    const name = (isOneFolder && holdsFolders && path.length > 2 ? path[1] : path[0])!;
    sorted.set(name, [...(sorted.get(name) ?? []), file]);
  });
  return sorted;
}
