/** A manifest as small as the schema allows, to build others from. */
import { MANIFEST_SCHEMA, type Manifest, manifest } from '../../schemas/manifest.ts';

const digest = (letter: string) => letter.repeat(64);

/** Returns a valid manifest with some members exchanged. */
export function manifestWith(changes: Partial<Manifest> = {}): Manifest {
  return manifest.parse({
    schema: MANIFEST_SCHEMA,
    tool: { name: 'segment-evidence', version: '1.2.3' },
    connection: 'acme',
    workspace: { id: 'ws1', slug: 'acme', name: 'Acme', region: 'us' },
    origin: { host: '127.0.0.1:4010', kind: 'simulator' },
    run: {
      id: '1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b',
      slot: '2026-11-22T03:00:00.000Z',
      missedSlots: [],
      trigger: 'schedule',
      startedAt: '2026-11-22T03:00:04.000Z',
      endedAt: '2026-11-22T03:00:09.000Z',
    },
    status: 'complete',
    conditions: [],
    resources: [],
    artifacts: [],
    coverage: { operations: 0, collected: 0, derived: 0, notCollected: 0, list: [] },
    checks: null,
    redaction: { policySha256: digest('a'), count: 0 },
    fingerprint: { keyId: '0123abcd' },
    token: null,
    retention: null,
    config: { sha256: digest('b') },
    clock: null,
    ...changes,
  });
}
