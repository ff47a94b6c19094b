/**
 * A folder that was dropped beside the field for it: the browser tells of each folder in it when it is asked. Of a page that
 * was opened from a file Chromium does not let itself be asked; what is dropped on the field itself it takes.
 */
import { type GivenTree, stepsOf } from './tree.ts';

/** Whether something is a field that takes files by itself. */
export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && target.type === 'file';

/** One of either kind, looked into when somebody asks. */
export interface Lazy {
  readonly name: string;
  /** `undefined` for a file. */
  readonly children: (() => Promise<ReadonlyMap<string, Lazy>>) | undefined;
  /** `undefined` for a folder. */
  readonly file: (() => Promise<Blob>) | undefined;
}

/** Returns what was dropped. To be called before anything is waited for: then the browser forgets it. */
export function droppedOf(event: DragEvent): Promise<readonly Lazy[]> {
  const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
  return Promise.all(items.map(lazyOf)).then((found) => found.flatMap((each) => each ?? []));
}

async function lazyOf(item: DataTransferItem): Promise<Lazy | undefined> {
  const entry = item.webkitGetAsEntry();
  const file = item.getAsFile();
  if (entry?.isDirectory === true) return ofEntry(entry);
  return file === null ? undefined : { name: file.name, children: undefined, file: async () => file };
}

function ofEntry(entry: FileSystemEntry): Lazy {
  const { name } = entry;
  if (!entry.isDirectory) {
    const read = () =>
      new Promise<Blob>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return { name, children: undefined, file: read };
  }
  return { name, children: () => readAll(entry as FileSystemDirectoryEntry), file: undefined };
}

/** A browser hands out some hundred at a time, and none at the end. */
async function readAll(folder: FileSystemDirectoryEntry): Promise<ReadonlyMap<string, Lazy>> {
  const reader = folder.createReader();
  const children = new Map<string, Lazy>();
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return children;
    for (const entry of some) children.set(entry.name, ofEntry(entry));
  }
}

/** Returns the tree of a folder. What is in each of its folders is asked for once. */
export function treeOfDropped(top: Lazy): GivenTree {
  const read = new Map<string, Promise<ReadonlyMap<string, Lazy>>>();
  const childrenOf = (path: string, { children }: Lazy) => {
    const reading = read.get(path) ?? children?.() ?? Promise.resolve(new Map<string, Lazy>());
    read.set(path, reading);
    return reading;
  };
  const find = async (path: string): Promise<Lazy | undefined> => {
    let found: Lazy | undefined = top;
    let walked = '';
    for (const step of stepsOf(path)) {
      if (found?.children === undefined) return undefined;
      found = (await childrenOf(walked, found)).get(step);
      walked = walked === '' ? step : `${walked}/${step}`;
    }
    return found;
  };
  return {
    name: top.name,
    entries: async (path) => {
      const found = await find(path);
      if (found?.children === undefined) return found === undefined ? 'nothing' : 'file';
      const children = await childrenOf(path, found);
      return [...children].map(([name, child]) => ({ name, isFolder: child.children !== undefined }));
    },
    open: async (path) => {
      const found = await find(path);
      return found?.file?.() ?? (found === undefined ? 'nothing' : 'folder');
    },
  };
}
