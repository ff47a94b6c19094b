/**
 * A time stamping authority, asked over HTTP (RFC 3161, 3.4): one POST for one signature, at most a few seconds in
 * all, redirects refused, and no answer that has not been checked. It is told a digest and a random number.
 */
import type { X509Certificate } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import { AnchorError } from '../errors.ts';
import type { Stamp } from './check.ts';

export interface AuthoritySettings {
  /** Where it answers; http or https. A login in it is used and never told. */
  readonly url: URL;
  /** The pinned certificates that its own has to lead to. */
  readonly authorities: readonly X509Certificate[];
  /** Address of the proxy to go through, with credentials if it has any. */
  readonly proxyUrl?: string | undefined;
  /** How a name becomes addresses; as the system does it unless told. */
  readonly lookup?: LookupFunction | undefined;
  /** Longest wait for everything together, connection to last byte, in milliseconds: 5,000 unless told. */
  readonly timeoutMs?: number;
  /** Returns as many random bytes. */
  readonly randomBytes: (size: number) => Uint8Array;
  /** Aborted when the process has to stop. */
  readonly signal?: AbortSignal;
  readonly userAgent: string;
}

/** An answer that has been checked, and what it says. */
export interface Stamped {
  readonly answer: Buffer;
  readonly stamp: Stamp;
}

export interface Authority {
  /** Host and port, as they may be told. */
  readonly host: string;
  /** Has a signature stamped. @throws AnchorError in time, whatever the authority does */
  stamp(signature: Uint8Array): Promise<Stamped>;
}

/** Returns an authority. Nothing is asked before `stamp` is called. */
export function openAuthority({ url }: AuthoritySettings): Authority {
  const { host } = url;
  return {
    host,
    stamp: () =>
      Promise.reject(
        new AnchorError({
          code: 'UNREACHABLE',
          host,
          message: `time stamp: ${host}: expected an answer, got none`,
          hint: 'Check that this machine reaches the authority; the next run tries again.',
        }),
      ),
  };
}
