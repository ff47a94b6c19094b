/**
 * A secret of this run stands in no byte that the run leaves: store, temporary files, log, errors.
 * Whatever it is made of, wherever the server puts it, however it is spelt.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { Spool } from '../../src/spool/spool.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { createWorkbench, type RunSettings } from '../support/run.ts';
import {
  DECLARED,
  MARKING,
  NAMING,
  put,
  REPEATING,
  SUSPECTED,
  some,
  WITHHELD,
} from '../support/secret-places.ts';
import { anySecret, bytesBelow, shownBy, tracesOf, visibleSecret } from '../support/secret-traces.ts';
import { spine } from '../support/spine.ts';
import { everyNth, runs } from '../support/tier.ts';

let temporary: string;
const temporaryBefore = process.env['TMPDIR'];
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'evidence-secrets-'));
  process.env['TMPDIR'] = temporary;
});
afterEach(() => {
  if (temporaryBefore === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporaryBefore;
  rmSync(temporary, { recursive: true, force: true });
});

/** Runs once and returns every trace of the secret in what the run left, in passing too. */
async function tracesAfter(
  secret: string,
  arrange: (simulator: Simulator) => void,
  settings: RunSettings = {},
): Promise<readonly string[]> {
  const bench = await createWorkbench();
  const seen = new Map<string, Buffer>();
  let looked = 0;
  const look = () => {
    looked += 1;
    for (const [path, bytes] of bytesBelow(temporary)) seen.set(`while running ${looked}: ${path}`, bytes);
  };
  try {
    arrange(bench.simulator);
    const ran = await bench.run({
      ...settings,
      changes: {
        newSpool: () => new Spool(256),
        onResource: (_, { kind }) => (kind === 'ended' ? look() : undefined),
        ...settings.changes,
      },
    });
    for (const [path, bytes] of bytesBelow(bench.folder)) seen.set(path, bytes);
    seen.set('the log', Buffer.from(ran.logged.join('\n')));
    expect((await bench.verify()).exitCode).toBe(0);
  } catch (error) {
    seen.set('the error', shownBy(error));
    if (settings.changes?.store === undefined) throw error;
  } finally {
    await bench.close();
  }
  expect(looked).toBeGreaterThan(0);
  return tracesOf(secret, seen);
}

const RUNS = { numRuns: runs({ fast: 2, full: 25 }) };
/** Whole runs, many of them, on a machine that may be slow. */
const PATIENCE = 120_000;

describe('a secret', { timeout: PATIENCE }, () => {
  it.each([
    ['declared', DECLARED, REPEATING],
    ['suspected', SUSPECTED, NAMING],
  ])(
    'that is %s in one place is seen in no other, whatever repeats it',
    async (_name, marking, repeating) => {
      await fc.assert(
        fc.asyncProperty(anySecret, some(marking, 1), some(repeating), async (secret, marked, repeated) => {
          const traces = await tracesAfter(secret, (simulator) =>
            put(simulator, [...marked, ...repeated], secret),
          );

          expect(traces).toEqual([]);
        }),
        RUNS,
      );
    },
  );

  it('that nobody knows stays out, wherever nothing is kept in clear', async () => {
    await fc.assert(
      fc.asyncProperty(anySecret, some(WITHHELD, 1), async (secret, places) => {
        expect(await tracesAfter(secret, (simulator) => put(simulator, places, secret))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('that is the token is seen nowhere, though every answer repeats it', async () => {
    await fc.assert(
      fc.asyncProperty(visibleSecret, some(REPEATING), async (token, places) => {
        const arrange = (simulator: Simulator) => {
          Object.assign(simulator.tokens, { owner: token });
          put(simulator, places, token);
        };

        expect(await tracesAfter(token, arrange, { token })).toEqual([]);
      }),
      RUNS,
    );
  });

  it.each(everyNth([401, 403, 404, 422, 429, 500], 3))(
    'that an error %i repeats in body and headers is not kept',
    async (status) => {
      await fc.assert(
        fc.asyncProperty(visibleSecret, async (token) => {
          const headers = {
            'x-request-id': token,
            server: token,
            date: token,
            'retry-after': token,
            'x-ratelimit-reset': token,
          };
          const arrange = (simulator: Simulator) => {
            Object.assign(simulator.tokens, { owner: token });
            simulator.addFault({
              match: { operationId: 'listUsers' },
              effect: { kind: 'status', status, headers },
            });
            simulator.addFault({
              match: { operationId: 'listUsers' },
              effect: { kind: 'echo-secret', secret: token, status },
            });
          };

          expect(await tracesAfter(token, arrange, { token })).toEqual([]);
        }),
        { numRuns: runs({ fast: 1, full: 4 }) },
      );
    },
  );

  it('that is part of a composed id is not kept in the id either', async () => {
    const definitions = spine.map((definition) =>
      definition.name === 'sources'
        ? {
            ...definition,
            id: [
              { from: 'data', field: 'slug' },
              { from: 'data', field: 'id' },
            ] as const,
          }
        : definition,
    );
    await fc.assert(
      fc.asyncProperty(anySecret, some(DECLARED, 1), async (secret, marking) => {
        const slug = REPEATING.filter(
          ([name]) => name === 'a source’s slug' || name === 'a part of a source’s id',
        );
        const arrange = (simulator: Simulator) => put(simulator, [...marking, ...slug], secret);

        expect(await tracesAfter(secret, arrange, { changes: { definitions } })).toEqual([]);
      }),
      RUNS,
    );
  });

  it('is in no error, whatever of it is printed, when nothing can be stored', async () => {
    await fc.assert(
      fc.asyncProperty(visibleSecret, some(REPEATING), async (token, places) => {
        const arrange = (simulator: Simulator) => {
          Object.assign(simulator.tokens, { owner: token });
          put(simulator, [...MARKING, ...places], token);
        };
        const store = {
          ...openFolderStore(temporary, () => 'unused'),
          put: async (key: string) => {
            throw new StoreError({
              code: 'WRITE_FAILED',
              key,
              message: `store: ${key}: expected to write it`,
            });
          },
        };

        expect(await tracesAfter(token, arrange, { token, changes: { store } })).toEqual([]);
      }),
      { numRuns: runs({ fast: 2, full: 10 }) },
    );
  });
});
