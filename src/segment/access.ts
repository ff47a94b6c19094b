/**
 * Who the token is, and what a refusal means. Segment answers 401 to a revoked token and also to a
 * token that may not see one thing; `GET /`, which any valid token may read, tells them apart.
 */
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { Reply } from './attempt.ts';
import type { Reading, SegmentClient } from './client.ts';

/** Between the two questions that make a refusal certain. */
const SECOND_LOOK_MS = 2_000;
/** A refusal this soon after a good answer to `GET /` is taken for a lack of rights. */
const CANARY_FRESH_MS = 2_000;

/** Whose token it is must be known although the time for reading is over: without it nothing can be said. */
const CANARY_GRACE_MS = 20_000;

const CANARY: Reading = { operationId: 'getWorkspace', path: '/', graceMs: CANARY_GRACE_MS };

/** The workspace as Segment names it. */
export interface WorkspaceIdentity {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export type Identity =
  | {
      readonly kind: 'identified';
      readonly workspace: WorkspaceIdentity;
      readonly record: unknown;
      readonly status: number;
      readonly digitsKept: number;
      readonly doubts: Reply['doubts'];
      /** What the server's clock said then; absent where it did not tell the time. */
      readonly serverDate?: string | undefined;
    }
  | { readonly kind: 'refused'; readonly isOtherRegion: boolean; readonly error: SegmentError }
  | { readonly kind: 'unreachable'; readonly error: SegmentError };

export interface AccessOptions {
  readonly client: SegmentClient;
  /** The client for the other region's host; absent where that question is not asked. */
  readonly otherRegion?: SegmentClient | undefined;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Returns whose token this is. A refusal is asked about twice, then the other region's host once,
 * before it is believed.
 */
export async function identify({ client, otherRegion, sleep }: AccessOptions): Promise<Identity> {
  const first = await askCanary(client);
  if (first.kind !== 'refused') return first;
  await sleep(SECOND_LOOK_MS);
  const second = await askCanary(client, { isLastWord: true });
  if (second.kind !== 'refused') return second;
  const elsewhere = otherRegion === undefined ? undefined : await askCanary(otherRegion);
  return { ...second, isOtherRegion: elsewhere?.kind === 'identified' };
}

/** Returns whose token this is, by one question: no refusal is certain yet, unless it is the last word. */
export async function askCanary(
  client: SegmentClient,
  { isLastWord = false }: { readonly isLastWord?: boolean } = {},
): Promise<Identity> {
  try {
    const { data, ...answer } = await client.get({ ...CANARY, isLastWord });
    const record = data['workspace'];
    const workspace = toIdentity(record);
    if (workspace === undefined) {
      throw new SegmentError({
        code: 'BAD_SHAPE',
        status: answer.status,
        message: 'identify: GET /: expected a workspace with id, slug and name, got another shape',
      });
    }
    return { kind: 'identified', workspace, record, ...answer };
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    if (error.code === 'ACCESS_DENIED') return { kind: 'refused', isOtherRegion: false, error };
    return { kind: 'unreachable', error };
  }
}

function toIdentity(record: unknown): WorkspaceIdentity | undefined {
  if (!isObject(record)) return undefined;
  const { id, slug, name } = record;
  if (typeof id !== 'string' || id === '' || typeof slug !== 'string' || typeof name !== 'string')
    return undefined;
  return { id: id.toWellFormed(), slug: slug.toWellFormed(), name: name.toWellFormed() };
}

/** Tells what a refusal during the run means, with as few questions as possible. */
export class RefusalJudge {
  readonly #options: AccessOptions;
  #goodAtMs: number;
  #hasOpenDoubt = false;
  #asking: Promise<Identity> | undefined;
  #refused: Extract<Identity, { kind: 'refused' }> | undefined;

  /** Made right after the token has been identified. */
  constructor(options: AccessOptions) {
    this.#options = options;
    this.#goodAtMs = options.nowMs();
  }

  /** The refusal that showed that the token had stopped working, if one did. */
  get refused(): Extract<Identity, { kind: 'refused' }> | undefined {
    return this.#refused;
  }

  /** Returns whether the token lacks a right (`scope`) or does not work any more (`token`). */
  async judge(): Promise<'scope' | 'token'> {
    if (this.#refused !== undefined) return 'token';
    this.#hasOpenDoubt = true;
    if (this.#options.nowMs() - this.#goodAtMs < CANARY_FRESH_MS) return 'scope';
    return this.#ask();
  }

  /**
   * Asks once more at the end when a refusal was taken for a lack of rights without asking.
   * `unknown`: no one answered, so the token may have stopped working meanwhile.
   */
  async settle(): Promise<'scope' | 'token' | 'unknown'> {
    if (this.#refused !== undefined) return 'token';
    if (!this.#hasOpenDoubt) return 'scope';
    const verdict = await this.#ask();
    return this.#hasOpenDoubt && verdict === 'scope' ? 'unknown' : verdict;
  }

  async #ask(): Promise<'scope' | 'token'> {
    this.#asking ??= identify(this.#options).finally(() => {
      this.#asking = undefined;
    });
    const identity = await this.#asking;
    if (identity.kind === 'identified') {
      this.#goodAtMs = this.#options.nowMs();
      this.#hasOpenDoubt = false;
    } else if (identity.kind === 'refused') {
      // The client lets nothing through any more.
      this.#refused ??= identity;
    }
    return this.#refused === undefined ? 'scope' : 'token';
  }
}
