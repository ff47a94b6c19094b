/**
 * A folder that somebody handed to the page, looked into only where and when somebody asks. Names are whatever they are;
 * nothing here takes one for a path of its own.
 */

/** Something in a folder. */
export interface TreeEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export interface GivenTree {
  /** Of the folder itself. */
  readonly name: string;
  /** Returns what is in a folder, by its path from the top; `file` or `nothing` where there is none. */
  entries(path: string): Promise<readonly TreeEntry[] | 'file' | 'nothing'>;
  /** Returns a file's bytes to be read; `folder` or `nothing` where there is none. */
  open(path: string): Promise<Blob | 'folder' | 'nothing'>;
}

type Node =
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'folder'; readonly children: Map<string, Node> };

/** Returns the tree of a folder of which the browser named every file; of an empty folder it names nothing. */
export function treeOfFiles(files: readonly { readonly path: string; readonly file: Blob }[]): GivenTree {
  const top = { kind: 'folder', children: new Map<string, Node>() } as const;
  for (const { path, file } of files) {
    const steps = path.split('/').slice(1);
    const name = steps.pop();
    let folder: Map<string, Node> = top.children;
    for (const step of steps) {
      const known = folder.get(step);
      const next =
        known?.kind === 'folder' ? known : { kind: 'folder' as const, children: new Map<string, Node>() };
      folder.set(step, next);
      folder = next.children;
    }
    if (name !== undefined) folder.set(name, { kind: 'file', file });
  }
  const find = (path: string): Node | undefined => {
    let node: Node | undefined = top;
    for (const step of stepsOf(path)) node = node?.kind === 'folder' ? node.children.get(step) : undefined;
    return node;
  };
  return {
    name: files[0]?.path.split('/')[0] ?? 'a folder',
    entries: async (path) => {
      const node = find(path);
      if (node?.kind !== 'folder') return node?.kind ?? 'nothing';
      return [...node.children].map(([name, { kind }]) => ({ name, isFolder: kind === 'folder' }));
    },
    open: async (path) => {
      const node = find(path);
      return node?.kind === 'file' ? node.file : (node?.kind ?? 'nothing');
    },
  };
}

/** Returns the tree in which a folder stands below others, as it would in a store. */
export function below(tree: GivenTree, above: readonly string[]): GivenTree {
  const inside = (path: string) => {
    const steps = stepsOf(path);
    const isOnTheWay = above.every((step, at) => steps[at] === undefined || steps[at] === step);
    if (!isOnTheWay) return 'nothing';
    return steps.length < above.length ? (above[steps.length] ?? '') : steps.slice(above.length);
  };
  return {
    name: tree.name,
    entries: async (path) => {
      const found = inside(path);
      if (found === 'nothing') return 'nothing';
      return typeof found === 'string' ? [{ name: found, isFolder: true }] : tree.entries(found.join('/'));
    },
    open: async (path) => {
      const found = inside(path);
      if (found === 'nothing') return 'nothing';
      return typeof found === 'string' ? 'folder' : tree.open(found.join('/'));
    },
  };
}

export const stepsOf = (path: string): readonly string[] => (path === '' ? [] : path.split('/'));
