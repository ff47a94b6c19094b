/** Where things are that people leave beside the evidence. Pure: names in, keys out, and back. */
import { compact, connectionPrefix, placeName } from './layout.ts';

/** What all approvals of a connection are below. */
export const approvalsPrefix = (connection: string) => `${connectionPrefix(connection)}approvals/`;

/**
 * Key of an approval, by its record, its time and the first eight hex digits of its SHA-256:
 *
 *     approvals/001-000000000042-20261231T090000Z-1b4e28ba.json
 */
export const approvalKey = (
  connection: string,
  { chain, seq }: { readonly chain: number; readonly seq: number },
  approvedAt: string,
  digest: string,
) =>
  `${approvalsPrefix(connection)}${placeName(chain, seq)}-${compact(approvedAt)}-${digest.slice(0, 8)}.json`;

/** What a key under `approvals/` stands for; `undefined` when it is not named like an approval. */
export function parseApprovalKey(
  connection: string,
  key: string,
): { readonly chain: number; readonly seq: number; readonly digest8: string } | undefined {
  const prefix = approvalsPrefix(connection);
  if (!key.startsWith(prefix)) return undefined;
  const [, chain, seq, digest8] =
    /^(\d{3})-(\d{12})-\d{8}T\d{6}Z-([0-9a-f]{8})\.json$/.exec(key.slice(prefix.length)) ?? [];
  return digest8 === undefined ? undefined : { chain: Number(chain), seq: Number(seq), digest8 };
}

/**
 * Key of what somebody was shown of a connection, by when they began to read, their session and its number there:
 *
 *     accesses/20261231T090000Z-1b4e28ba-000001.json
 */
export const accessKey = (connection: string, startedAt: string, session: string, number: number) =>
  `${connectionPrefix(connection)}accesses/${compact(startedAt)}-${session}-${String(number).padStart(6, '0')}.json`;

/** Whether a path in a connection's folder is that of an approval or of an access: no evidence, and no stranger. */
export const isBesidePath = (path: string): boolean =>
  parseApprovalKey('', connectionPrefix('') + path) !== undefined ||
  /^accesses\/\d{8}T\d{6}Z-[0-9a-f]{8}-\d{6,}\.json$/.test(path);
