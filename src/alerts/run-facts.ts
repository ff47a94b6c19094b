/** What a run hands on to those who decide what people must hear of. */
import type { InputEntry } from '../../schemas/input-entry.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Finding } from '../evidence/finding.ts';

/** What a run found out, as far as conditions depend on it. */
export interface RunFacts {
  readonly at: string;
  readonly resources: readonly ResourceEntry[];
  /** A run for trying things out leaves out what nobody has taken out of the configuration. */
  readonly isTrial: boolean;
  /** Names of resources that were not read, or not to their end, since the time for reading was over. */
  readonly outOfTime: readonly string[];
  /** Whether the platform gives a run fifteen minutes and no more. */
  readonly isOnLambda: boolean;
  /** Names of resources whose feature is declared off and that answer with records all the same. */
  readonly answeringThoughOff: readonly string[];
  /** The role that the operator says the token has. */
  readonly declaredRole: string | undefined;
  /** What became of the token: working, or why not. */
  readonly token: 'working' | 'refused' | 'wrong-region' | 'wrong-workspace' | 'unavailable' | 'unknown';
  /** Stages of the token's secret: the one that Segment refused, and the one that worked in its place. */
  readonly fallback?: { readonly refused: string; readonly used: string } | undefined;
  /** Undefined: nobody can tell, as when the clock is behind what earlier records say. */
  readonly tokenAgeDays: number | undefined;
  readonly hasTokenChanged: boolean;
  /** Resources that the last complete record had and this run leaves out on purpose. */
  readonly reduced: readonly string[];
  /** Milliseconds by which our clock is ahead of the server's; undefined when no server told the time. */
  readonly clockSkewMs: number | undefined;
  /** Milliseconds by which the last record of the chain is dated after now. */
  readonly behindChainMs: number;
  /** What is wrong with the chains that are there. */
  readonly brokenChain: string | undefined;
  /** Whether this run is the first of a chain. */
  readonly beginsChain: boolean;
  /** Alerts of earlier records that had not reached a channel when this run began, by channel. */
  readonly undelivered: ReadonlyMap<string, number>;
  /** Heartbeats that could not be told that this run has begun. */
  readonly unreached: readonly string[];
  /** Files of the company's own that were named; absent: none. */
  readonly inputs?: readonly InputEntry[] | undefined;
  /** What the checks answered. */
  readonly findings: readonly Finding[];
  /** What each role-bound resource needs, for the summary. */
  readonly roleOf: (resource: string) => string;
}
