/** What an authority can do, and what `collect` then prints; of every one the record is committed and complete. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Behaviour, TestAuthority } from '../support/authority.ts';
import type { Ran, Workplace } from '../support/cli.ts';
import { READ_LITTLE } from '../support/few.ts';

export interface Misbehaviour {
  readonly behaviour: Behaviour;
  /** Of the line that is printed. */
  readonly says: string;
  /** Whether it takes as long as anyone waits. */
  readonly isSlow?: true;
}

export const MISBEHAVIOURS: readonly Misbehaviour[] = [
  { behaviour: 'stamps with an expired certificate', says: 'expected a certificate that was valid at' },
  { behaviour: 'stamps with a certificate of tomorrow', says: 'Test Time Stamping, valid from' },
  { behaviour: 'stamps under another root', says: 'expected a certificate that leads to a pinned one' },
  {
    behaviour: 'stamps without its certificates',
    says: "expected the signer's certificate in the answer, got none",
  },
  { behaviour: 'stamps with a certificate for servers', says: 'got Test Time Stamping, another purpose' },
  { behaviour: 'stamps with a certificate for more', says: 'got Test Time Stamping, another purpose' },
  {
    behaviour: 'stamps with a certificate for what may be passed over',
    says: 'got Test Time Stamping, not marked critical',
  },
  { behaviour: 'stamps other bytes', says: 'expected a stamp over this signature, got one over other bytes' },
  { behaviour: 'leaves the nonce out', says: 'expected the random number of the query, got none' },
  { behaviour: 'signs twice', says: 'expected exactly one signature, got 2' },
  { behaviour: 'rejects', says: 'expected a time stamp, got a refusal' },
  { behaviour: 'answers rubbish', says: 'expected a time stamp response' },
  { behaviour: 'answers a page', says: 'expected application/timestamp-reply, got text/html' },
  { behaviour: 'answers too much', says: 'expected at most 65536 bytes, got more' },
  { behaviour: 'hangs up', says: 'expected a connection, got' },
  { behaviour: 'answers 500', says: 'expected a time stamp, got status 500' },
  { behaviour: 'answers 401', says: 'expected a time stamp, got status 401' },
  { behaviour: 'redirects', says: 'got status 307, a redirect' },
  { behaviour: 'drips', says: 'expected an answer in time, got none', isSlow: true },
  { behaviour: 'hangs', says: 'expected an answer in time, got none', isSlow: true },
];

/** Names the authority in the configuration. */
export function nameAuthority(place: Workplace, { url, caPem }: Pick<TestAuthority, 'url' | 'caPem'>): void {
  writeFileSync(join(place.dir, 'tsa.pem'), caPem);
  place.writeConfig({ anchors: { timestamp: { url, ca: './tsa.pem' } } }, READ_LITTLE);
}

export function anchorsIn(store: string): readonly string[] {
  const folder = join(store, 'segment-evidence/v1/acme/anchors');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

export interface TimedRun extends Ran {
  readonly seconds: number;
  /** What is printed about the stamp. */
  readonly line: string;
}

export async function collectTimed(place: Workplace, args: readonly string[] = []): Promise<TimedRun> {
  const before = performance.now();
  const ran = await place.run(['collect', ...args]);
  const line = /^ {2}stamped {3}(.*)$/m.exec(ran.stdout)?.[1] ?? '';
  return { ...ran, line, seconds: (performance.now() - before) / 1_000 };
}
