/** `manual attach`: keeps a file beside the evidence, for what the API does not show. */
import { basename, extname } from 'node:path';
import { MANUAL_EVIDENCE_SCHEMA, type ManualEvidence } from '../../schemas/manual-evidence.ts';
import { listManual } from '../answers/manual/stored.ts';
import { manualSlots } from '../checks/manual/slots.ts';
import { suggestion } from '../config/suggest.ts';
import { EXIT, UsageError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { printable } from '../evidence/printable.ts';
import { manualFileName, manualIdOf } from '../store/layout.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { assertNoSecret, keptText } from './kept-text.ts';
import { daysOf } from './manual-days.ts';
import { readAttachment } from './manual-file.ts';
import { keepAttached } from './manual-store.ts';

export interface ManualAttachFlags extends PlaceFlags {
  readonly connection?: string;
  readonly slot?: string;
  /** Days in UTC. */
  readonly effective?: string;
  readonly expires?: string;
  readonly note?: string;
  /** Who attaches it, as they say. */
  readonly by?: string | undefined;
}

const COMMAND = 'manual attach';

/**
 * Returns what was stored. The same file for the same days again is there already: nothing is stored.
 * @throws UsageError, before anything is stored; UnverifiedError; StoreError
 */
export async function manualAttach(
  given: string,
  flags: ManualAttachFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const slot = slotOf(flags.slot);
  const days = daysOf(COMMAND, flags, surveyor.now);
  const more = 'Put what is longer into the file.';
  const texts = {
    note: keptText(COMMAND, '--note', flags.note, more),
    by: keptText(COMMAND, '--by', flags.by, more),
  };
  assertNoSecret(COMMAND, 'the name of FILE', nameOf(given));
  const bytes = await readAttachment(COMMAND, given, surveyor.cwd);
  const { connection, store } = await evidencePlace(COMMAND, flags, flags.connection, surveyor);
  const digest = sha256(bytes);
  const attached = (await listManual(store, connection)).filter((each) => each.slot === slot.id);
  const same = attached.filter(({ file }) => file.sha256 === digest);
  const known = same.find(
    ({ effective, expires }) => effective === days.effective && expires === days.expires,
  );
  const earlier = same.at(-1);
  if (known !== undefined && known === attached.at(-1)) return describe(known, 'present');
  const attachedAt = surveyor.now.toISOString();
  assertLast(slot.id, attached, attachedAt);
  const record: ManualEvidence = {
    schema: MANUAL_EVIDENCE_SCHEMA,
    connection,
    slot: slot.id,
    id: manualIdOf(attachedAt, digest),
    file: {
      path: manualFileName(digest, endingOf(given)),
      name: nameOf(given),
      ...typeOf(given),
      bytes: bytes.length,
      sha256: digest,
    },
    ...days,
    attachedAt,
    by: { kind: 'asserted', name: texts.by ?? null },
    ...(texts.note === undefined ? {} : { note: texts.note }),
  };
  await keepAttached(COMMAND, store, record, bytes);
  return describe(record, 'stored', earlier);
}

/** The last that was attached counts: one of a clock that was ahead would count in its place. @throws UsageError */
function assertLast(slot: string, attached: readonly ManualEvidence[], now: string): void {
  const last = attached.at(-1);
  if (last === undefined || last.attachedAt <= now) return;
  throw new UsageError({
    message: `${COMMAND}: ${slot}: expected to be the last to attach a file, got ${last.id}, attached on ${last.attachedAt}; here it is ${now}`,
    hint: 'One of the two clocks is wrong. If it was the other one, remove what it attached: until its time comes, that would count in place of yours.',
  });
}

/** @throws UsageError that names the slot that may be meant, or all of them */
function slotOf(name: string | undefined) {
  const ids = manualSlots.map(({ id }) => id);
  const found = manualSlots.find(({ id }) => id === name);
  if (found !== undefined) return found;
  throw new UsageError({
    message: `${COMMAND}: --slot: expected a slot, got ${name === undefined ? 'none' : JSON.stringify(printable(name))}${suggestion(name ?? '', ids)}`,
    hint: 'See what each is for: segment-evidence manual list.',
  });
}

const LONGEST_NAME = 200;

/** Names come from whoever made the file: nothing of one moves text, and none is a path. */
function nameOf(given: string): string {
  const name = printable(basename(given)).replaceAll(/[/\\]/g, '\uFFFD');
  return [...name].slice(0, LONGEST_NAME).join('') || 'file';
}

const endingOf = (given: string): string => {
  const ending = extname(given).slice(1).toLowerCase();
  return /^[a-z0-9]{1,8}$/.test(ending) ? ending : 'bin';
};

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  eml: 'message/rfc822',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  txt: 'text/plain',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
  zip: 'application/zip',
};

const typeOf = (given: string) => ({ mediaType: TYPES[endingOf(given)] ?? 'application/octet-stream' });

function describe(
  record: ManualEvidence,
  result: 'stored' | 'present',
  earlier?: ManualEvidence,
): CommandOutput {
  const { slot, id, file, effective, expires, by } = record;
  const path = `manual/${slot}/${id}/${file.path}`;
  const again =
    earlier === undefined
      ? []
      : [
          `The same bytes were attached on ${earlier.attachedAt}, for ${earlier.effective} to ${earlier.expires}: a file of then shows nothing of later.`,
        ];
  return {
    exitCode: EXIT.done,
    json: { schema: 'segment-evidence/manual-attach/v1', result, path, evidence: record },
    text: [
      `${result === 'stored' ? 'attached' : 'attached before, and nothing is stored again'}: ${slot}, ${effective} to ${expires}`,
      `  file  ${file.name}, ${file.bytes} bytes, sha256:${file.sha256}`,
      `  path  ${path}`,
      `  by    ${by.name ?? 'nobody said'} (as they said: nobody signed it)`,
      ...again,
      'What it supports: segment-evidence check --framework NAME',
    ].join('\n'),
  };
}
