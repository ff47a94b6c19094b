/** The list of what was withheld can be checked: each line's pointer resolves to as many places as it counts. */
import { expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { createWorkbench } from '../support/run.ts';

interface Redaction {
  readonly resource: string;
  readonly pointer: string;
  readonly rule: string;
  readonly action: string;
  readonly count: number;
}

const FINGERPRINT = /hmac-sha256:[0-9a-f]{8}:[\w-]{22}/g;

/** How many withheld values stand exactly at a pointer, where `*` is any index or key. */
function withheldAt(value: unknown, [step, ...rest]: readonly string[]): number {
  if (step === undefined) {
    if (typeof value === 'string') return value.match(FINGERPRINT)?.length ?? 0;
    return typeof value === 'object' && value !== null && ('$fingerprint' in value || '$digest' in value)
      ? 1
      : 0;
  }
  if (typeof value !== 'object' || value === null || '$fingerprint' in value) return 0;
  const members = Object.entries(value).filter(
    ([name]) => step === '*' || name === step.replaceAll('~1', '/').replaceAll('~0', '~'),
  );
  return members.reduce((sum, [, member]) => sum + withheldAt(member, rest), 0);
}

it('every line of redactions.jsonl counts what its pointer resolves to, nested settings included', async () => {
  const bench = await createWorkbench();
  const settings = {
    deep: { list: ['one text', { er: 'another' }], n: 1 },
    apiKey: 'x1',
    empty: '',
    on: true,
  };
  bench.simulator.addFault({
    match: { operationId: 'listDestinations' },
    effect: {
      kind: 'transform-json',
      transform: (body) => {
        const { destinations } = (body as { data: { destinations: object[] } }).data;
        for (const destination of destinations.slice(0, 3))
          Object.assign(destination, { settings, novelty: ['x'] });
        return body;
      },
    },
  });
  const ran = await bench.run({ changes: { definitions: resources } });
  await bench.close();
  const places = new Map<string, number>();
  for (const { resource, pointer, action, count } of ran.lines<Redaction>('data/redactions.jsonl')) {
    if (action === 'drop') continue;
    const key = `${resource} ${pointer}`;
    places.set(key, (places.get(key) ?? 0) + count);
  }

  const untrue = [...places].filter(([key, count]) => {
    const [resource = '', pointer = ''] = key.split(' ');
    const lines = ran.lines(`data/resources/${resource}.jsonl`);
    const found = lines.reduce<number>((sum, line) => sum + withheldAt(line, pointer.split('/').slice(1)), 0);
    return found !== count;
  });

  expect([...places.keys()]).toContain('destinations /data/settings/*/*/*/*');
  expect(places.size).toBeGreaterThan(10);
  expect(untrue).toEqual([]);
});
