/**
 * A watcher elsewhere, called as healthchecks.io has it: POST to URL/start when a run begins, to URL when it ended
 * complete, to URL/fail when it ended otherwise; `rid` says which calls belong together.
 * @see https://healthchecks.io/docs/http_api/
 */
import type { Beat } from '../../../schemas/config-alerts.ts';
import { AlertError } from '../../errors.ts';
import { channelError } from '../channel.ts';
import type { Heartbeat, Pulse } from '../heartbeat.ts';
import { parseAddress } from './address.ts';
import { shakeHands } from './handshake.ts';
import { type HttpSettings, post } from './http.ts';

/** Longest waits in milliseconds: of all that belongs to a call, another try of it included, and of one try. */
export const BEAT_WAITS = { allMs: 5_000, tryMs: 3_000 } as const;

const ENDINGS: Readonly<Record<Beat, string>> = { start: '/start', success: '', failure: '/fail' };

export interface HeartbeatOptions {
  readonly name: string;
  /** Fetches the address. @throws AlertError */
  readonly fetchAddress: () => Promise<string>;
  /** The calls that it gets; the others are not made. */
  readonly beats: readonly Beat[];
  readonly http: HttpSettings;
}

/** Returns the watcher. A process that has to stop says so too, so a call does not heed the signal of the process. */
export function openHeartbeat({ name, fetchAddress, beats, http }: HeartbeatOptions): Heartbeat {
  const findUrl = async () => parseAddress(await fetchAddress(), name);
  const atMost = (ms: number) => Math.min(ms, BEAT_WAITS.tryMs);
  const waits = { connectMs: atMost(http.connectMs), wholeMs: atMost(http.wholeMs) };
  return {
    name,
    beat: async (pulse) => {
      if (!beats.includes(pulse.beat)) return;
      await inTime(name, async (signal) => {
        const message = { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: pulse.word };
        const address = beatAddress(await findUrl(), pulse);
        await twice(() => post(name, address, message, { ...http, ...waits, signal }));
      });
    },
    probe: async () => {
      const url = await findUrl();
      await shakeHands(name, url, http);
      return url.protocol === 'https:' ? 'reached, certificate trusted' : 'reached on loopback';
    },
  };
}

/** Returns where a call goes: what the address asks for stays as it is, and which run it is comes last. */
export function beatAddress(url: URL, { beat, runId }: Pick<Pulse, 'beat' | 'runId'>): URL {
  const address = new URL(url);
  address.pathname = `${url.pathname.replace(/\/+$/, '')}${ENDINGS[beat]}`;
  address.search = `${url.search === '' ? '?' : `${url.search}&`}rid=${runId}`;
  return address;
}

/** A call that gets lost looks like a run that was. */
async function twice(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof AlertError) || error.isFinal) throw error;
    await call();
  }
}

async function inTime(name: string, call: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const signal = AbortSignal.timeout(BEAT_WAITS.allMs);
  const isLate = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([call(signal), isLate]);
  } catch (error) {
    if (!signal.aborted) throw error;
    const hint = 'Check that this machine reaches the watcher.';
    throw channelError(name, { problem: 'expected an answer in time, got none', hint, isFinal: false });
  }
}
