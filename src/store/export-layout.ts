/** Where things are that only an export has, or leaves. Pure: names in, keys out. */
import { chainRecordKey, compact, connectionPrefix } from './layout.ts';

/** Key of what an export says of itself. */
export const exportFactsKey = (connection: string) => `${connectionPrefix(connection)}export.json`;

/** Key of the hashes that an export has in place of a chain's earlier records. */
export const leafHashesKey = (connection: string, chain: number) =>
  chainRecordKey(connection, chain, 0).replace(/[^/]+$/, 'leaf-hashes.txt');

/** Key of the trace that an export leaves, by the first eight hex digits of its SHA-256. */
export const exportTraceKey = (connection: string, exportedAt: string, digest: string) =>
  `${connectionPrefix(connection)}exports/${compact(exportedAt)}-${digest.slice(0, 8)}.json`;

/** Whether a path in a connection's folder is that of the trace of an export. */
export const isExportTracePath = (path: string): boolean =>
  /^exports\/\d{8}T\d{6}Z-[0-9a-f]{8}\.json$/.test(path);
