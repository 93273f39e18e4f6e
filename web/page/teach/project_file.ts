// A project as one file, to go on with it elsewhere. It is a safetensors file, so other programs can read its embeddings: a tensor
// `embeddings` (pictures, size) of float32 and one `thumbnails` of bytes, JPEGs one after the other. The metadata `glance_project`
// is a JSON document that says what they are of.
import { GlanceError } from '../../shared/errors.ts';
import { maxHeaderBytes } from '../../shared/generated/limits.ts';
import { createPauses } from '../../shared/pauses.ts';
import { headerParts } from './named_weights.ts';
import type { Example, Project, TaughtClass } from './state.ts';

const version = 1;
const floatBytes = 4;
const atOnce = 20; // pictures, so that the page does not stop

/** What `glance_project` says. */
interface Content {
  readonly version: number;
  readonly base: NonNullable<Project['base']>;
  readonly classes: readonly {
    readonly name: string;
    readonly none: boolean;
    /** `thumbnail` is how many bytes it has; 0: none. */
    readonly pictures: readonly { readonly name: string; readonly thumbnail: number }[];
  }[];
}

export const projectExtension = '.glance';

export function isProjectFile({ name }: File): boolean {
  return name.toLowerCase().endsWith(projectExtension);
}

/** @param project with at least one picture */
export function writeProject({ base, classes }: Project): Blob {
  const examples = classes.flatMap((each) => each.examples);
  const content: Content = {
    version,
    base: base!,
    classes: classes.map(({ name, none, examples: of }) => ({
      name,
      none,
      pictures: of.map((each) => ({ name: each.name, thumbnail: each.thumbnail?.size ?? 0 })),
    })),
  };
  const size = base!.embeddingSize;
  const embeddingBytes = examples.length * size * floatBytes;
  const thumbnails = examples.flatMap(({ thumbnail }) => thumbnail ?? []);
  const end = thumbnails.reduce((sum, each) => sum + each.size, embeddingBytes);
  const header = {
    __metadata__: { glance_project: JSON.stringify(content) },
    embeddings: {
      dtype: 'F32',
      shape: [examples.length, size],
      data_offsets: [0, embeddingBytes],
    },
    thumbnails: { dtype: 'U8', shape: [end - embeddingBytes], data_offsets: [embeddingBytes, end] },
  };
  return new Blob([
    ...headerParts(header),
    ...examples.map((each) => each.embedding),
    ...thumbnails,
  ]);
}

/** Rejects with `teach/bad-project`. */
export async function readProject(file: Blob): Promise<Project> {
  try {
    return await projectOf(file);
  } catch (error) {
    throw new GlanceError('teach/bad-project', (error as Error).message);
  }
}

async function projectOf(file: Blob): Promise<Project> {
  const { content, start } = await contentOf(file);
  const pictures = content.classes.flatMap((each) => each.pictures);
  const size = content.base.embeddingSize;
  const thumbnailsStart = start + pictures.length * size * floatBytes;
  const wanted = pictures.reduce((sum, { thumbnail }) => sum + thumbnail, thumbnailsStart);
  if (file.size !== wanted) throw new Error(`it has ${file.size} bytes, want ${wanted}`);
  const embeddings = await readEmbeddings(
    file.slice(start, thumbnailsStart),
    pictures.length,
    size,
  );
  let nextId = 1;
  const thumbnails = await readThumbnails(
    file.slice(thumbnailsStart),
    pictures.map(({ thumbnail }) => thumbnail),
  );
  const all = pictures.map(({ name }, i): Example => {
    const [embedding, thumbnail] = [embeddings[i]!, thumbnails[i]!];
    return Object.freeze({ id: nextId++, name, embedding, thumbnail });
  });
  let first = 0;
  const classes = content.classes.map(({ name, none, pictures: { length } }): TaughtClass => {
    const examples = Object.freeze(all.slice(first, (first += length)));
    return Object.freeze({ id: nextId++, name, none, examples });
  });
  return Object.freeze({ base: content.base, classes: Object.freeze(classes), nextId });
}

async function contentOf(file: Blob): Promise<{ content: Content; start: number }> {
  const lengthBytes = await file.slice(0, 8).arrayBuffer();
  if (lengthBytes.byteLength < 8) throw new Error('it is too short');
  const length = Number(new DataView(lengthBytes).getBigUint64(0, true));
  if (!(length <= maxHeaderBytes)) throw new Error('it is no project');
  const header = JSON.parse(await file.slice(8, 8 + length).text());
  const content: unknown = JSON.parse(header.__metadata__.glance_project);
  requireContent(content);
  return { content, start: 8 + length };
}

function requireContent(content: unknown): asserts content is Content {
  const { version: of, base, classes } = content as Partial<Content>;
  if (of !== version) throw new Error(`it is of version ${of}, want ${version}`);
  const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
  const isFine =
    typeof base?.sha256 === 'string' &&
    typeof base.name === 'string' &&
    isCount(base.embeddingSize) &&
    Array.isArray(classes) &&
    classes.every(
      ({ name, none, pictures }) =>
        typeof name === 'string' &&
        name.trim() !== '' &&
        typeof none === 'boolean' &&
        pictures.every(
          (each: { name: unknown; thumbnail: unknown }) =>
            typeof each.name === 'string' && isCount(each.thumbnail),
        ),
    );
  if (!isFine) throw new Error('its description is damaged');
}

async function readEmbeddings(
  bytes: Blob,
  count: number,
  size: number,
): Promise<Float32Array<ArrayBuffer>[]> {
  const embeddings: Float32Array<ArrayBuffer>[] = [];
  const rowBytes = size * floatBytes;
  for (let i = 0; i < count; i += atOnce) {
    const end = Math.min(i + atOnce, count);
    const buffer = await bytes.slice(i * rowBytes, end * rowBytes).arrayBuffer();
    const isFinite = new Float32Array(buffer).every(Number.isFinite);
    if (!isFinite) throw new Error('an embedding has no number');
    for (let row = 0; row < end - i; ++row)
      embeddings.push(new Float32Array(buffer.slice(row * rowBytes, (row + 1) * rowBytes)));
  }
  return embeddings;
}

// A copy: the file may be moved or deleted while its project is open.
async function readThumbnails(bytes: Blob, sizes: readonly number[]): Promise<(Blob | null)[]> {
  const thumbnails: (Blob | null)[] = [];
  const pause = createPauses();
  let start = 0;
  while (thumbnails.length < sizes.length) {
    const some = sizes.slice(thumbnails.length, thumbnails.length + atOnce);
    const end = some.reduce((sum, size) => sum + size, start);
    const buffer = await bytes.slice(start, end).arrayBuffer();
    let at = 0;
    for (const size of some) {
      const thumbnail = new Uint8Array(buffer, at, size);
      thumbnails.push(size > 0 ? new Blob([thumbnail], { type: 'image/jpeg' }) : null);
      at += size;
      await pause(); // each Blob waits for another process of the browser
    }
    start = end;
  }
  return thumbnails;
}
