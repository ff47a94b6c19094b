/** The questions about lists, over a quarter: right to the row, held against the sealed files by other means. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { populationDocument } from '../../schemas/commands/population.ts';
import { connectionPrefix } from '../../src/store/layout.ts';
import { type Quarter, sharedQuarter } from '../support/quarter.ts';

type Document = z.infer<typeof populationDocument> & { readonly code: number };
type Line = { readonly id: string; readonly data: Readonly<Record<string, unknown>> };

const DAY_MS = 86_400_000;

/** The day's date, in UTC. */
const dateOf = ({ slotOf }: Quarter, day: number) => slotOf(day).slice(0, 10);

async function ask(name: string, day: number, ...rest: readonly string[]): Promise<Document> {
  const quarter = await sharedQuarter();
  const args = ['population', name, '--at', dateOf(quarter, day), ...rest, '--json'];
  const { code, stdout } = await quarter.ask(...args);
  return { ...(JSON.parse(stdout) as Document), code };
}

function fileOf({ store }: Quarter, { snapshot }: Document, path: string): Buffer {
  return readFileSync(join(store, connectionPrefix('acme'), snapshot.snapshotPath, path));
}

function linesOf(quarter: Quarter, document: Document, resource: string): readonly Line[] {
  const text = fileOf(quarter, document, `data/resources/${resource}.jsonl`).toString('utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

const hexOf = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort();

describe('who could do what on a day', () => {
  it('has who had joined by then, with the role that was given, and nobody who had left or was there for hours', async () => {
    const { days, story } = await sharedQuarter();
    const { joined, promoted, briefly, left } = story.cast;

    const then = await ask('users', days.access + 1);
    const later = await ask('users', days.hushed + 1);

    expect(then.standing).toMatch(/^COMPLETE: all \d+ users of acme as of /);
    expect(then.code).toBe(0);
    expect(idsOf(then.rows)).toEqual(expect.arrayContaining([joined.id, promoted.id, left.id]));
    const roles = (then.rows.find(({ id }) => id === promoted.id)?.['access'] ?? []) as { role: string }[];
    expect(roles.map(({ role }) => role)).toContain('Tracking Plan Admin');
    expect(idsOf(later.rows)).toContain(joined.id);
    for (const absent of [left.id, briefly.id]) expect(idsOf(later.rows)).not.toContain(absent);
  });

  it('of a sample says first that it is one, and that what is counted is counted of all', async () => {
    const { days } = await sharedQuarter();
    const { standing, rows } = await ask('users', days.access + 1, '--sample', '3', '--seed', '1');

    expect(rows).toHaveLength(3);
    expect(standing).toMatch(
      /^COMPLETE: a sample of 3 of all (\d+) users of acme as of [^;]+, record \d+; of all \1: \d+ owner/,
    );
  });

  it('names both neighbours of a day on which nothing could be read, and says so first', async () => {
    const quarter = await sharedQuarter();
    const { failed } = quarter.days;
    const [first = 0, last = first] = [failed[0], failed.at(-1)];

    const document = await ask('users', first);

    expect(document.code).toBe(4);
    expect(document.standing).toMatch(/^NOT COMPLETE: /);
    expect(document.snapshot.startedAt.slice(0, 10)).toBe(dateOf(quarter, first - 1));
    expect(document.later?.startedAt.slice(0, 10)).toBe(dateOf(quarter, last + 1));
  });
});

describe('whether a list is complete and accurate', () => {
  it('says what Segment said, and digests that sha256sum gives too', async () => {
    const quarter = await sharedQuarter();

    const document = await ask('users', quarter.days.access + 1);

    const [certificate] = document.certificate;
    expect(certificate).toMatchObject({
      resource: 'users',
      outcome: 'complete',
      reportedTotal: document.total,
    });
    expect(certificate?.words).toContain(`Segment said ${document.total}`);
    expect(hexOf(fileOf(quarter, document, 'evidence-manifest.json'))).toBe(document.snapshot.sha256);
    expect(hexOf(fileOf(quarter, document, certificate?.path ?? ''))).toBe(certificate?.sha256);
    expect(idsOf(document.rows)).toEqual(idsOf(linesOf(quarter, document, 'users')));
  });

  it('draws the sample that the recipe gives', async () => {
    const { days } = await sharedQuarter();
    const all = await ask('users', days.access + 1);

    const sample = await ask('users', days.access + 1, '--sample', '3', '--seed', 'q4');

    const byDigest = all.rows.map(({ id }) => [hexOf(`q4\n${id}`), id] as const).sort();
    expect(sample.rows.map(({ id }) => id)).toEqual(byDigest.slice(0, 3).map(([, id]) => id));
  });
});

describe('lists of a day', () => {
  it('has each plan on each source, and what happens there to what is not planned', async () => {
    const quarter = await sharedQuarter();
    const document = await ask('tracking-plans', quarter.days.days - 1);

    const settings = new Map(linesOf(quarter, document, 'source-settings').map(({ id, data }) => [id, data]));
    const links = linesOf(quarter, document, 'tracking-plan-sources');
    expect(links.length).toBeGreaterThan(0);
    for (const { id } of links) {
      const row = document.rows.find((each) => each.id === id);
      const track = settings.get(id.split('/')[1] ?? '')?.['track'] as Record<string, unknown> | undefined;
      expect([id, row?.['unplannedEvents']]).toEqual([
        id,
        track?.['allowUnplannedEvents'] === false ? 'blocked' : 'allowed',
      ]);
    }
    const linked = new Set(links.map(({ id }) => id.split('/')[0]));
    const others = linesOf(quarter, document, 'tracking-plans').filter(({ id }) => !linked.has(id));
    expect(idsOf(document.rows)).toEqual([...idsOf(links), ...idsOf(others)].sort());
  });

  it('has each receiver of each source', async () => {
    const quarter = await sharedQuarter();
    const document = await ask('data-flows', quarter.days.days - 1);

    const destinations = linesOf(quarter, document, 'destinations');
    expect(destinations.length).toBeGreaterThan(0);
    const warehouses = linesOf(quarter, document, 'warehouse-sources');
    expect(idsOf(document.rows)).toEqual([...idsOf(destinations), ...idsOf(warehouses)].sort());
    for (const { id, data } of destinations)
      expect(document.rows.find((each) => each.id === id)).toMatchObject({
        sourceId: data['sourceId'],
        receiverEnabled: data['enabled'],
        kind: 'destination',
      });
  });

  it('has how old each request was on the day of the slot, and which took longer than 30 days', async () => {
    const quarter = await sharedQuarter();
    // Segment tells of 90 days.
    const day = quarter.days.access + 1;
    const document = await ask('regulations', day);

    const requests = linesOf(quarter, document, 'regulations');
    expect(requests.length).toBeGreaterThan(0);
    expect(idsOf(document.rows)).toEqual(idsOf(requests));
    for (const { id, data } of requests) {
      const row = document.rows.find((each) => each.id === id);
      const isDone = data['status'] === 'FINISHED';
      const end = isDone ? String(data['finishedAt']) : quarter.slotOf(day);
      const days = Math.floor((Date.parse(end) - Date.parse(String(data['createdAt']))) / DAY_MS);
      const isLate = days > 30 || (days === 30 && !isDone);
      expect([id, row?.['days'], row?.['within30Days'] === 'no']).toEqual([id, days, isLate]);
    }
  });
});
