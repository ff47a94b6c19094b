/**
 * What a ZIP file says is in it, before anything of it is unpacked. Anybody may have made the file: names that lead out of
 * it, two files of one name, files that lie over each other, links and what is locked are told by their names, and nothing
 * of such an archive is read.
 */
import type { Entry, ZipFile } from 'yauzl';

/** A file of an archive, and where its bytes begin. */
export interface ZippedFile {
  readonly entry: Entry;
  readonly start: number;
}

export interface ZipIndex {
  /** By name, in the order of the alphabet. */
  readonly files: ReadonlyMap<string, ZippedFile>;
}

export const isDeflated = ({ entry }: ZippedFile): boolean => entry.compressionMethod === DEFLATED;

/** Why an archive is not read. */
export interface ZipProblem {
  /** `hostile`: no program that packs files writes such a thing. `cut`: it is not whole, or no archive. */
  readonly kind: 'hostile' | 'cut';
  readonly found: string;
}

const LINK = 0o120000;
const REGULAR = 0o100000;
const KIND = 0o170000;
/** No deflated file becomes more than so many times as long. */
const MOST_TIMES = 1032;
const STORED = 0;
const DEFLATED = 8;
/** What stands before a file's bytes, at least. */
const HEADER_BYTES = 30;

/** Returns the files of an archive, or the first thing that is wrong with it. */
export async function indexOf(zip: ZipFile): Promise<ZipIndex | ZipProblem> {
  const files = new Map<string, ZippedFile>();
  const all: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const problem = problemOf(entry, files);
      if (problem !== undefined) return { kind: 'hostile', found: problem };
      all.push(entry);
      // A program that unpacks as it reads sees the name that stands before the file.
      const { fileName, fileDataStart } = await zip.readLocalFileHeaderPromise(entry);
      if (!fileName.equals(entry.fileNameRaw))
        return { kind: 'hostile', found: `two names of one file: ${JSON.stringify(entry.fileName)}` };
      // A folder's own line says nothing: folders follow from the names of files.
      if (!entry.fileName.endsWith('/')) files.set(entry.fileName, { entry, start: fileDataStart });
    }
  } catch (error) {
    return readProblem(error);
  }
  const overlap = overlapOf(all);
  if (overlap !== undefined) return { kind: 'hostile', found: overlap };
  const clash = clashOf(files);
  if (clash !== undefined) return { kind: 'hostile', found: clash };
  return { files: new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1))) };
}

/** Returns why an archive could not be read, of an error of the library that reads it. */
export function readProblem(error: unknown): ZipProblem {
  const message = error instanceof Error ? error.message : String(error);
  const isName = /^(?:invalid relative path|absolute path|invalid characters in fileName)/i.test(message);
  return isName
    ? { kind: 'hostile', found: `a name that leads out of it: ${message}` }
    : { kind: 'cut', found: `no ZIP file, or one that is not whole: ${message}` };
}

function problemOf(entry: Entry, files: ReadonlyMap<string, unknown>): string | undefined {
  const { fileName: name } = entry;
  const said = JSON.stringify(name);
  if (name.split('/').some((step, index, steps) => step === '.' || (step === '' && index < steps.length - 1)))
    return `a name that is not plain: ${said}`;
  if (/\p{Cc}/u.test(name)) return `a name with control characters: ${said}`;
  if (files.has(name)) return `two files of one name: ${said}`;
  const kind = (entry.externalFileAttributes >>> 16) & KIND;
  if (kind === LINK) return `a link: ${said}`;
  if (kind !== 0 && kind !== REGULAR && !name.endsWith('/')) return `something that is no file: ${said}`;
  if (entry.isEncrypted()) return `a file that is locked with a password: ${said}`;
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  if (method !== STORED && method !== DEFLATED) return `a file packed in a way that is not known: ${said}`;
  if (uncompressedSize > compressedSize * MOST_TIMES + MOST_TIMES)
    return `a file that claims to be longer than it can be: ${said}`;
  return undefined;
}

/** The same bytes may be many files: a small archive becomes a large one. */
function overlapOf(entries: readonly Entry[]): string | undefined {
  const ordered = [...entries].sort(
    (one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader,
  );
  let end = 0;
  for (const { fileName, relativeOffsetOfLocalHeader: start, compressedSize } of ordered) {
    if (start < end) return `a file that lies over another one: ${JSON.stringify(fileName)}`;
    end = start + HEADER_BYTES + Buffer.byteLength(fileName) + compressedSize;
  }
  return undefined;
}

/** Unpacked, a file cannot be where a folder is; and names that differ in case only are one on many disks. */
function clashOf(files: ReadonlyMap<string, unknown>): string | undefined {
  const seen = new Map<string, string>();
  for (const name of files.keys()) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) return `two names that differ in case only: ${JSON.stringify(name)}`;
    seen.set(name.toLowerCase(), name);
  }
  for (const name of files.keys()) {
    for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1))
      if (files.has(name.slice(0, slash)))
        return `a file in place of a folder: ${JSON.stringify(name.slice(0, slash))}`;
  }
  return undefined;
}
