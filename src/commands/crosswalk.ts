/** The file that says who stands behind each pseudonym: apart from the export, for its owner alone, and only where it is asked for. */
import { open, realpath, rm } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { CROSSWALK_SCHEMA, type Crosswalk } from '../../schemas/crosswalk.ts';
import type { ExportFacts } from '../../schemas/export-facts.ts';
import { StoreError, UsageError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import type { Pseudonym } from '../pseudonym/pseudonyms.ts';
import { ROOT } from '../store/layout.ts';

export interface OpenCrosswalk {
  /** Returns a line for a person. @throws StoreError WRITE_FAILED */
  write(of: {
    readonly facts: ExportFacts;
    readonly file: Crosswalk['file'];
    readonly people: readonly Pseudonym[];
  }): Promise<string>;
  /** Closes it, and removes it where nothing was written into it. */
  close(): Promise<void>;
}

/**
 * Opens the file before anything is made, so that no export is without the list that was asked for. Never replaces one.
 * @throws UsageError
 */
export async function openCrosswalk(
  name: string | undefined,
  { out, cwd }: { readonly out: string | undefined; readonly cwd: string },
): Promise<OpenCrosswalk | undefined> {
  if (name === undefined) return undefined;
  const path = resolve(cwd, name);
  // Who hands on the export and its key would hand on the list.
  if (/\.(?:zip|pem)$/i.test(path) || (out !== undefined && path === resolve(cwd, out)))
    throw refuse(name, 'the name of an export or of a key');
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  if (`${folder.replaceAll(sep, '/')}/`.includes(`/${ROOT}/`)) throw refuse(name, 'a place in a store');
  const handle = await open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(name, cause.code === 'EEXIST' ? 'a file that is there' : String(cause.code));
  });
  let isWritten = false;
  return {
    write: async ({ facts: { connection, from, to, derived }, file, people }) => {
      const list = people
        .map(({ kind, value, pseudonym }) => ({ kind, value, pseudonym }))
        .sort((one, other) => (one.pseudonym < other.pseudonym ? -1 : 1));
      const keyId = derived?.pseudonymKeyId ?? '';
      const crosswalk: Crosswalk = {
        schema: CROSSWALK_SCHEMA,
        connection,
        from,
        to,
        file,
        pseudonymKeyId: keyId,
        people: list,
      };
      try {
        await handle.writeFile(`${canonical(crosswalk)}\n`);
        await handle.sync();
        isWritten = true;
      } catch (cause) {
        throw new StoreError({
          code: 'WRITE_FAILED',
          key: path,
          message: `export: --crosswalk ${name}: expected to write it`,
          cause,
        });
      }
      return `crosswalk: ${name}, readable by you alone and not encrypted: keep it apart from the export`;
    },
    close: async () => {
      await handle.close();
      if (!isWritten) await rm(path, { force: true });
    },
  };
}

function refuse(name: string, found: string): UsageError {
  return new UsageError({
    message: `export: --crosswalk ${name}: expected a new file, got ${found}`,
    hint: 'Name a file that is not there yet, outside of the store, such as who-is-who.json.',
  });
}
