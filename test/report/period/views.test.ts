/** The page of a period: what it says of gaps, of changes and of samples, and that it says the same as the commands. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkHistory } from '../../../src/answers/pages/period/check-history.ts';
import { gapsOf, type PeriodFacts, periodFacts } from '../../../src/answers/pages/period/period-facts.ts';
import { Stretches } from '../../../src/answers/pages/period/period-runs.ts';
import { periodDocument, periodPage } from '../../../src/report/period/page.tsx';
import { rowsOnPage, textOf } from '../../support/page-facts.ts';
import {
  checkedScene,
  type PeriodScene,
  type QuarterScene,
  quarterScene,
  sceneOf,
} from '../../support/period-scene.ts';

let scene: QuarterScene;
let checked: PeriodScene;
beforeAll(async () => {
  scene = await quarterScene();
  checked = await checkedScene();
});

const viewOf = (html: string, id: string) =>
  new RegExp(`<section id="${id}".*?(?=<section id="[a-z-]+" aria-labelledby|</main>)`, 's').exec(
    html,
  )?.[0] ?? '';

describe('the calendar', () => {
  it('has a row for each slot that status has, with its state, record and reasons', async () => {
    const { from, to } = scene.period;
    const { stdout } = await scene.quarter.ask('status', '--from', from, '--to', to, '--json');
    const { slots } = JSON.parse(stdout).connections[0] as {
      slots: { slot: string; state: string; seq?: number; reasons: string[] }[];
    };

    const rows = rowsOnPage(scene.html, 'slots');
    expect(rows).toHaveLength(slots.length);
    for (const [place, { slot, state, seq, reasons }] of slots.entries()) {
      const [at, said, record, why] = rows[place] ?? [];
      expect([at?.slice(0, 10), record]).toEqual([
        slot.slice(0, 10),
        seq === undefined ? 'none' : String(seq),
      ]);
      expect(said).toContain(state);
      for (const reason of reasons) expect(why).toContain(reason);
    }
  });

  it('shows no day without a complete run as good, and draws every day that was due', () => {
    const drawing = /<svg[^>]*aria-labelledby="days-name.*?<\/svg>/s.exec(scene.html)?.[0] ?? '';
    const cells = [
      ...drawing.matchAll(/<title>(\d{4}-\d\d-\d\d): (\w+)\..*?<rect class="cell fill-(\w+)"/gs),
    ];

    expect(cells).toHaveLength(scene.facts.calendar.days.length);
    for (const [, , state, tone] of cells) expect(tone === 'good').toBe(state === 'complete');
    expect(new Set(cells.map(([, , state]) => state))).toEqual(
      new Set(['complete', 'partial', 'failed', 'missing']),
    );
  });
});

describe('the ledger', () => {
  it('has each row of changes once, what nobody explains first', async () => {
    const { from, to } = scene.period;
    const { stdout } = await scene.quarter.ask('changes', '--from', from, '--to', to, '--json');
    const { changes } = JSON.parse(stdout) as {
      changes: { id: string; change: string; explanation: string; actor?: string }[];
    };

    const tables = ['unexplained', 'came-and-went', 'explained'].map((name) => rowsOnPage(scene.html, name));
    const kinds = changes.map(({ change, explanation }) =>
      change === 'came-and-went' ? 1 : explanation === 'unexplained' ? 0 : 2,
    );
    for (const [kind, rows] of tables.entries()) {
      const own = changes.filter((_, place) => kinds[place] === kind);
      expect(rows).toHaveLength(own.length);
      for (const [place, { id, actor }] of own.entries()) {
        expect(rows[place]?.[1]).toContain(id);
        if (actor !== undefined) expect(rows[place]?.[4]).toContain(actor);
      }
    }
    expect(scene.html.indexOf('table-unexplained')).toBeLessThan(scene.html.indexOf('table-explained'));
  });

  it('names somebody who came and went for six hours, and a change that nobody recorded', () => {
    const { briefly, switchedOff } = scene.quarter.story.cast;

    expect(JSON.stringify(rowsOnPage(scene.html, 'came-and-went'))).toContain(briefly.name);
    expect(JSON.stringify(rowsOnPage(scene.html, 'unexplained'))).toContain(switchedOff.id);
  });
});

describe('the populations', () => {
  it('add up from the start over what came and went to the end, or it is said that they do not', () => {
    const of = (facts: PeriodFacts) => facts.populations.find(({ name }) => name === 'users');
    const { flow, addsUp } = of(scene.facts) ?? {};

    expect([flow?.added, flow?.removed, flow?.cameAndWent, addsUp]).toEqual([1, 1, 1, true]);
    const without = scene.facts.populations.map((each) => ({ ...each, addsUp: false }));
    const html = periodDocument({ ...scene.facts, populations: without });
    expect(viewOf(html, 'populations')).toContain('does not add up');
    expect(viewOf(scene.html, 'populations')).not.toContain('does not add up');
  });
});

describe('a gap', () => {
  it('is said above all views, and in each of them', () => {
    expect(scene.html).toContain('not all covered');
    for (const view of ['calendar', 'populations', 'changes', 'review', 'certificates', 'uncovered'])
      expect(viewOf(scene.html, view)).toMatch(/class="standing (warn|unknown)"/);
  });

  it('of checks that nobody asked is neither zero nor good', () => {
    expect(scene.facts.checks.standing.kind).toBe('unread');
    expect(viewOf(scene.html, 'checks')).not.toMatch(/fill-good|badge good/);
    expect(textOf(viewOf(scene.html, 'overview'))).toContain('not known');
  });

  it('of a check in one run stays hatched beside runs in which it holds', async () => {
    const [run] = checked.evidence.history.runs;
    if (run === undefined) throw new Error('expected a run, got none');
    const silent = { ...run, checkResults: async () => undefined };
    const history = await checkHistory([run, silent, run]);
    const holds = history.checks.find(({ atEnd }) => atEnd === 'pass');

    expect(holds?.stretches.map(({ state }) => state)).toEqual(['pass', 'unasked', 'pass']);
    expect(history.standing.kind).toBe('partial');
    const html = periodDocument({ ...checked.facts, checks: history });
    const drawing = /<svg[^>]*aria-labelledby="check-matrix-name.*?<\/svg>/s.exec(html)?.[0] ?? '';
    expect(
      drawing.match(/fill-unknown[^>]*><\/rect><rect[^>]*fill="url\(#check-matrix-hatch\)"/g)?.length,
    ).toBeGreaterThan(history.checks.length - 1);
  });

  it('of a time without any run has no number, and no view of it is good', async () => {
    const { from } = scene.period;
    const long = new Date(Date.parse(from) - 90 * 86_400_000).toISOString();
    const before = new Date(Date.parse(from) - 60 * 86_400_000).toISOString();
    const { html, facts } = await sceneOf(scene.store, { from: long, to: before }, new Date(scene.period.to));

    expect(facts.runs).toBe(0);
    expect(facts.populations.map(({ start, end }) => [start.total, end.total])).toEqual(
      facts.populations.map(() => [null, null]),
    );
    for (const view of ['calendar', 'populations', 'review', 'checks', 'certificates'])
      expect(viewOf(html, view)).not.toMatch(/badge good|fill-good/);
    expect(html).not.toContain('>covered<');
  });
});

describe('what is whole', () => {
  it('is covered: no view but those of reviews and receipts says that something is missing', () => {
    expect(gapsOf(checked.facts)).toEqual([]);
    expect(checked.html).toMatch(/<div class="banner good"/);
    for (const view of [
      'overview',
      'calendar',
      'populations',
      'changes',
      'checks',
      'certificates',
      'uncovered',
      'work-paper',
    ])
      expect([view, viewOf(checked.html, view)]).toEqual([
        view,
        expect.not.stringMatching(/class="standing/),
      ]);
    expect(textOf(checked.html)).toContain('To be known besides: the store holds no access review');
  });

  it('does not look like a gap: populations, changes and certificates of runs that lack nothing', () => {
    expect(checked.facts.resources.standing.why).toEqual([]);
    const people = checked.facts.populations.find(({ name }) => name === 'users');
    expect([people?.start.standing.kind, people?.end.standing.kind, people?.addsUp]).toEqual([
      'whole',
      'whole',
      true,
    ]);
    expect(checked.facts.requests.withoutLog).toBe(0);
  });

  it('says of nothing to draw a sample from that there is none, and of the rest how it was drawn', () => {
    const users = checked.facts.populations.find(({ name }) => name === 'users');
    const { seed = '', rows } = users?.sample ?? {};
    const ids = (rows?.rows ?? []).map((row) =>
      String(row[rows?.columns.findIndex(({ key }) => key === 'id') ?? 0]),
    );
    const digests = ids.map((id) => createHash('sha256').update(`${seed}\n${id}`).digest('hex'));

    expect(ids.length).toBeGreaterThan(3);
    expect(digests).toEqual([...digests].sort());
    expect(seed).toBe(checked.evidence.history.runs.at(-1)?.manifestSha256);
    expect(rowsOnPage(checked.html, 'sample-users')).toHaveLength(ids.length);
  });
});

describe('as a work paper', () => {
  it('leaves a line for the conclusion in each view and under each sample', () => {
    const lines = checked.html.match(/Conclusion of the auditor/g)?.length ?? 0;
    const samples = checked.facts.populations.filter(({ sample }) => sample !== null).length;

    expect(lines).toBe(11 + samples);
  });

  it('names the exact requests of a population, its certificate with the digest of its file, and a receipt', () => {
    const paper = textOf(
      /<article class="paper" id="paper-users">.*?<\/article>/s.exec(checked.html)?.[0] ?? '',
    );

    expect(paper).toMatch(/GET \/users\?pagination\.count=\d+/);
    expect(paper).toMatch(/users: complete; \d+ records; Segment said \d+/);
    expect(paper).toMatch(/sha256:[0-9a-f]{64}/);
    expect(viewOf(checked.html, 'receipts')).toContain('segment-evidence receipt v1');
  });

  it('is the same bytes whenever it is made', async () => {
    expect(await periodPage(scene.evidence, scene.period)).toBe(scene.html);
  });
});

describe('a year of runs', () => {
  it('is kept as stretches, with what is missing named', () => {
    const stretches = new Stretches<'holds' | 'none'>('none');
    for (let day = 10; day < 300; day += 1) if (day !== 50) stretches.take(day, 'holds');

    expect(stretches.upTo(365)).toEqual([
      { state: 'none', first: 0, last: 9 },
      { state: 'holds', first: 10, last: 49 },
      { state: 'none', first: 50, last: 50 },
      { state: 'holds', first: 51, last: 299 },
      { state: 'none', first: 300, last: 364 },
    ]);
  });

  it('is asked run after run, never two at a time, and the page does not grow with it', async () => {
    const [run] = checked.evidence.history.runs;
    if (run === undefined) throw new Error('expected a run, got none');
    const answers = await run.checkResults();
    let [asked, most] = [0, 0];
    const slow = {
      ...run,
      checkResults: async () => {
        asked += 1;
        most = Math.max(most, asked);
        await Promise.resolve();
        asked -= 1;
        return answers;
      },
    };
    const checks = await checkHistory(Array.from({ length: 365 }, () => slow));

    expect(most).toBe(1);
    expect(checks.checks.every(({ stretches }) => stretches.length === 1)).toBe(true);
    const html = periodDocument({ ...checked.facts, checks });
    expect(html.length).toBeLessThan(checked.html.length * 1.2);
  });
});

describe('an access review whose files are not what they say', () => {
  it('is told of, and is no review that was held', async () => {
    const problem = 'read review: q4: population.json: expected other bytes';
    const reviews = { lines: [], statuses: [], problems: [problem] };
    const facts = await periodFacts({ ...checked.evidence, reviews }, checked.period);

    expect(facts.review.standing).toEqual({ kind: 'unread', why: [problem] });
    expect(textOf(viewOf(periodDocument(facts), 'review'))).toContain(problem);
  });
});
