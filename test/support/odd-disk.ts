/**
 * A disk that answers what a test says: the real one, with some of Node's functions in front of it exchanged.
 * Not by mocking modules: those are shared by all test files of a worker.
 */
import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

export interface DiskFaults {
  /** In place of a link; `really` makes it. */
  readonly link?: (really: () => Promise<void>, to: string) => Promise<void>;
  /** Return the code of an error, or nothing to let it be done. */
  readonly open?: (path: string) => string | undefined;
  readonly sync?: (path: string) => string | undefined;
  readonly write?: (path: string) => string | undefined;
}

/** An error of the system, by its code. */
export const diskError = (code: string) => Object.assign(new Error(`${code}: made up by a test`), { code });

/** Calls a function while the disk is odd. */
export async function withOddDisk<T>(faults: DiskFaults, use: () => Promise<T>): Promise<T> {
  const { link, open } = promises;
  const orFail = async <R>(code: string | undefined, really: () => Promise<R>) => {
    if (code !== undefined) throw diskError(code);
    return really();
  };
  promises.link = (from, to) => {
    const really = () => link(from, to);
    return faults.link === undefined ? really() : faults.link(really, String(to));
  };
  promises.open = async (path, ...rest): Promise<FileHandle> => {
    const handle = await orFail(faults.open?.(String(path)), () => open(path, ...rest));
    const [sync, writeFile] = [handle.sync.bind(handle), handle.writeFile.bind(handle)];
    handle.sync = () => orFail(faults.sync?.(String(path)), sync);
    handle.writeFile = (...args) => orFail(faults.write?.(String(path)), () => writeFile(...args));
    return handle;
  };
  syncBuiltinESMExports();
  try {
    return await use();
  } finally {
    Object.assign(promises, { link, open });
    syncBuiltinESMExports();
  }
}
