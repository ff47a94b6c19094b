/** What a description of a file that was attached by hand must be. Pure. Nobody signed it: it can only contradict itself. */
import {
  MANUAL_EVIDENCE_SCHEMA,
  type ManualEvidence,
  manualEvidence,
} from '../../schemas/manual-evidence.ts';
import { isObject } from '../evidence/json.ts';
import { manualFileName, manualIdOf } from '../store/layout.ts';
import { readCanonical } from './canonical-json.ts';

export interface ManualPlace {
  readonly connection: string;
  readonly slot: string;
  readonly id: string;
}

export type ReadManualRecord =
  | { readonly kind: 'record'; readonly record: ManualEvidence }
  | { readonly kind: 'newer' | 'wrong'; readonly expected: string; readonly found: string };

/** Returns the description in some bytes, or why it cannot be that of its place. */
export function readManualRecord(bytes: Buffer, place: ManualPlace): ReadManualRecord {
  const wrong = (expected: string, found: string) => ({ kind: 'wrong', expected, found }) as const;
  const { value, problem } = readCanonical(bytes);
  if (problem !== undefined) return wrong('RFC 8785 JSON', problem);
  const schema = isObject(value) ? value['schema'] : undefined;
  if (typeof schema === 'string' && schema !== MANUAL_EVIDENCE_SCHEMA && OF_THIS_KIND.test(schema))
    return { kind: 'newer', expected: MANUAL_EVIDENCE_SCHEMA, found: schema };
  const { success, data: record, error } = manualEvidence.safeParse(value);
  if (!success) return wrong('the description of a file', `a problem at /${error.issues[0]?.path.join('/')}`);
  const { attachedAt, file, effective, expires } = record;
  const named: ManualPlace = record;
  for (const member of ['connection', 'slot', 'id'] as const)
    if (named[member] !== place[member]) return wrong(`${member} ${place[member]}`, named[member]);
  if (record.id !== manualIdOf(attachedAt, file.sha256))
    return wrong(`id ${manualIdOf(attachedAt, file.sha256)}`, record.id);
  if (file.path !== manualFileName(file.sha256, file.path.replace(/^.*\./, '')))
    return wrong('a path that begins with the digest of the file', file.path);
  return effective < expires
    ? { kind: 'record', record }
    : wrong('an end after the first day', `${effective} to ${expires}`);
}

const OF_THIS_KIND = /^segment-evidence\/manual-evidence\/v\d+$/;
