/** Lies that only the key's holder can tell, in the second record: nothing behind it depends on its users. */
import type { Manifest } from '../../../schemas/manifest.ts';
import { type Lie, reseal, type SealedStore } from '../../support/sealed-store.ts';
import { setAt } from './set-at.ts';

export const USERS = 'data/resources/users.jsonl';
export const LOG = 'data/collection-log.jsonl';

export const sealed = (lie: Lie | ((store: SealedStore) => Lie), seq = 1) => {
  return (store: SealedStore) => reseal(store, seq, typeof lie === 'function' ? lie(store) : lie);
};

export const artifact = (path: string, change: (lines: string[]) => string) =>
  sealed((store) => {
    const text = store.text(`${store.bag(1)}/${path}`);
    return { artifacts: { [path]: change(text.trimEnd().split('\n')) } };
  });

export const users = (change: (lines: string[]) => string) => artifact(USERS, change);

export const toText = (lines: readonly string[]) => `${lines.join('\n')}\n`;

export const manifest = (path: string, becomes: unknown, seq?: number) =>
  sealed({ manifest: (members) => setAt(members, path, becomes) }, seq);

export const entry = (
  name: string,
  change: (resource: Manifest['resources'][number]) => void,
  seq?: number,
) => {
  const find = (members: Manifest) => members.resources.find((resource) => resource.name === name);
  return sealed({ manifest: (members) => Object(change(find(members) ?? fail(name))) }, seq);
};

function fail(name: string): never {
  throw new Error(`no resource ${name}`);
}

/** Renames an artifact in the manifest; the file itself stays where it is. */
export const renamed = (becomes: string) =>
  sealed({
    manifest: ({ artifacts }) => {
      setAt(artifacts, '0.path', becomes);
      artifacts.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  });

export const CONTENT = { codes: ['CONTENT_INVALID'], exit: 6 } as const;
