/** What a run needs from outside. Made by `src/deps.ts`, or by a test. */
import type { Configuration } from '../../schemas/configuration.ts';
import type { Executor } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { Channel } from '../alerts/channel.ts';
import type { Check } from '../checks/check.ts';
import type { CommitDeps } from '../commit/commit.ts';
import type { Fingerprinter } from '../evidence/fingerprint.ts';
import type { InputSource } from '../evidence/input-source.ts';
import type { Secret } from '../evidence/secret.ts';
import type { ResumeCipher } from '../resume/cipher.ts';
import type { ClientOptions, SegmentClient } from '../segment/client.ts';
import type { LineSpool, ResourceEvent } from '../segment/collect.ts';
import type { RunPulse } from './pulse.ts';

/** The connection as far as a run depends on it. */
export interface RunConnection {
  readonly name: string;
  readonly region: 'us' | 'eu';
  readonly apiUrl: string;
  readonly apiUrlIsOverride: boolean;
  readonly tokenIssuedAt?: string;
  readonly workspacePin?: string;
  readonly schedule?: string;
  readonly timezone: string;
  /** Features that the workspace is declared to have or not to have. */
  readonly features: Readonly<Record<string, boolean>>;
  readonly collect: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    /** Lanes that are read; absent: all. */
    readonly lanes?: readonly ('standard' | 'slow')[];
    readonly pageSize: number;
    /** Minutes for reading; absent: until shortly before the next slot. */
    readonly maxMinutes?: number;
  };
  readonly retention: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number } | null;
}

/** A token as it is kept somewhere. */
export interface TokenValue {
  readonly secret: Secret;
  /** Which of the values that the place keeps this one is; absent where it keeps only one. */
  readonly stage?: string;
  /** When the place was given this value: the token is at least that old. */
  readonly changedAt?: string;
}

export interface FetchedToken extends TokenValue {
  /**
   * Yields the other values that the place keeps, the likeliest first. Asked for only when this one is refused.
   * @throws SecretError when one cannot be fetched
   */
  readonly fallbacks?: () => AsyncIterable<TokenValue>;
}

/** Clients for one token, open until closed. */
export interface OpenedClient {
  readonly client: SegmentClient;
  readonly otherRegion: SegmentClient | undefined;
  close(): Promise<void>;
}

/** Whom a run has its record stamped by. */
export interface StampAuthority {
  /** Returns an answer that has been checked. `end`: aborted when nobody waits for it any more. @throws EvidenceError */
  stamp(signature: Uint8Array, end: AbortSignal): Promise<CheckedAnswer>;
  /** Aborted when the process is asked to stop; its reason is an InterruptedError. */
  readonly stop: AbortSignal;
}

export interface CheckedAnswer {
  /** As it came. */
  readonly answer: Uint8Array;
  /** What it says: when, and by whom. */
  readonly stamp: { readonly at: string; readonly authority: string };
}

export type OnAttempt = ClientOptions['onAttempt'];

/** Says what happens, for people. Nothing depends on it. */
export interface RunLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ResumeDeps {
  readonly cipher: ResumeCipher;
  /** How long a run lasts before anything is kept for the next one. */
  readonly afterMs: number;
}

export interface RunDeps extends CommitDeps {
  readonly config: RunConnection;
  /** What of the configuration is kept in the evidence. */
  readonly configuration: Configuration;
  readonly toolVersion: string;
  /** Of the one file that runs, such as `sha256:9f2c…`; undefined where the program runs from several. */
  readonly toolDigest: string | undefined;
  readonly executor: Executor;
  readonly definitions: readonly ResourceDefinition[];
  /** Files of the company's own that checks rest on; absent: none. */
  readonly inputs?: readonly InputSource[];
  /** Asked about what was read. */
  readonly checks: readonly Check[];
  readonly fingerprints: Fingerprinter;
  /** Where the token is kept, as configured: told to who must store another one, and part of no evidence. */
  readonly tokenReference?: string;
  /** @throws SecretError when it cannot be fetched */
  readonly fetchToken: () => Promise<FetchedToken>;
  /** Called with each further secret of the run, so that no log line may hold it. */
  readonly onSecret?: (secret: string) => void;
  /** `untilMs`: when the time for reading is over, in milliseconds since 1970; absent: never. */
  readonly openClient: (token: Secret, onAttempt: OnAttempt, untilMs?: number) => OpenedClient;
  /** The proxy that requests go through, without credentials. */
  readonly proxyHost: string | undefined;
  readonly sleep: (ms: number) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
  /** Where alerts go. */
  readonly channels: readonly Channel[];
  /** Those who are called when the run begins; absent: nobody. */
  readonly pulse?: Pick<RunPulse, 'start' | 'unreached'> | undefined;
  /** Who stamps each record after its commit; absent: nobody. */
  readonly authority?: StampAuthority | undefined;
  readonly newSpool: () => LineSpool;
  /** How the next run of a slot continues one that was cut off; absent: it starts over. */
  readonly resume?: ResumeDeps | undefined;
  readonly log: RunLog;
  readonly onResource?: (name: string, event: ResourceEvent) => void;
}

/** What the caller asks of a run. */
export interface RunRequest {
  readonly trigger: 'schedule' | 'catch-up' | 'manual' | 'resume' | 'retry';
  /** The instant the schedule asked for; absent: the start, to the second. */
  readonly slot?: string;
  /** When reading must be over, whatever the configuration says: the platform ends the process soon after. */
  readonly readUntil?: Date;
  /** Collect again what was collected already. */
  readonly force?: boolean;
  /** For trying things out: these resources only; fills no slot, is no one's baseline. */
  readonly only?: readonly string[];
}
