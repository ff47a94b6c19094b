/** Pages of a site as a program asks for them: by name, of any text, and of a year. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionFacts, connectionFacts } from '../../../src/answers/pages/site/connection-facts.ts';
import { type FleetFacts, fleetFacts, readRow } from '../../../src/answers/pages/site/fleet-facts.ts';
import { historyAt } from '../../../src/commands/history-of.ts';
import { stepsOf } from '../../../src/commands/next-steps.ts';
import { periodEvidence } from '../../../src/commands/period-evidence.ts';
import { type SiteAsked, type SitePage, sitePage, sitePages } from '../../../src/commands/site-pages.ts';
import { connectionPage } from '../../../src/report/site/connection-page.tsx';
import { fleetPage } from '../../../src/report/site/fleet-page.tsx';
import { ANY_CHARACTER } from '../../support/characters.ts';
import { hostileFacts } from '../../support/hostile-facts.ts';
import { siteScene } from '../../support/site-scene.ts';
import { IS_FULL, runs } from '../../support/tier.ts';

let asked: SiteAsked;
let pages: SitePage[];
let facts: ConnectionFacts;
let fleet: FleetFacts;
let evidence: Awaited<ReturnType<typeof periodEvidence>>;

beforeAll(async () => {
  asked = (await siteScene()).asked;
  pages = [];
  for await (const page of sitePages(asked)) pages.push(page);
  const place = asked.places.find(({ connection }) => connection === 'alpha');
  const period = pages.flatMap((page) => (page.kind === 'connection' ? page.period : [])).at(0);
  if (place === undefined || period === undefined) throw new Error('expected the pages of alpha, got none');
  evidence = await periodEvidence(place, { ...period, now: asked.now }, await historyAt(place, asked));
  facts = await connectionFacts(evidence, period, stepsOf);
  fleet = fleetFacts([readRow(facts)], period);
});

describe('a page that is asked for by its name', () => {
  it.runIf(IS_FULL)('is the same bytes as the one among all', async () => {
    expect(pages.map(({ name }) => name)).toContain('alpha/period.html');
    for (const { name, html } of pages.filter((page) => /^(index|alpha|gamma)/.test(page.name)))
      expect([name, (await sitePage(asked, name))?.html]).toEqual([name, html]);
  });

  it('reads nothing of other connections', async () => {
    const others = asked.places.map((place) => ({
      ...place,
      keys: place.connection === 'beta' ? place.keys : () => Promise.reject(new Error('asked for another')),
    }));

    expect((await sitePage({ ...asked, places: others }, 'beta/index.html'))?.kind).toBe('connection');
  });

  it.each(['', 'alpha', 'alpha/', 'omega/index.html', 'alpha/../index.html', 'alpha/index.html/'])(
    'is not there where the site has none of that name: %j',
    async (name) => {
      expect(await sitePage(asked, name)).toBeUndefined();
    },
  );
});

describe('a page of a site with hostile texts in every field', () => {
  const OF_TEXT: ReadonlySet<string> = new Set(['bdi', 'span', 'details', 'summary', 'wbr']);
  const elementsOf = (html: string) =>
    [...bodyOf(html).matchAll(/<([a-zA-Z!][^\s/>]*)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !OF_TEXT.has(name));
  const bodyOf = (html: string) => html.slice(html.indexOf('<body>')).replace(/<script>.*<\/script>/s, '');
  const linksOf = (html: string) =>
    [...html.matchAll(/ (?:href|src|action|xlink:href)="([^"]*)"/g)].map(([, to = '']) => to);
  const hostile = <Facts>(from: Facts, names?: readonly string[]) =>
    hostileFacts(from as never, names) as unknown as Facts;

  it('has no element that it would not have, and links nowhere but into its folder', () => {
    for (const [html, known] of [
      [connectionPage(hostile(facts)), connectionPage(facts)],
      [fleetPage(hostile(fleet)), fleetPage(fleet)],
    ] as const) {
      const usual = new Set(elementsOf(known));
      expect(elementsOf(html).filter((name) => !usual.has(name))).toEqual([]);
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(html.match(/<style/g)).toHaveLength(1);
      expect(html).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
      expect(linksOf(html).filter((to) => !/^(#|\.\/|\.\.\/index\.html$)/.test(to))).toEqual([]);
    }
  });

  it('is the same elements for any text', () => {
    const known = new Set(elementsOf(connectionPage(facts)));

    fc.assert(
      fc.property(fc.array(fc.string({ unit: ANY_CHARACTER }), { minLength: 1, maxLength: 20 }), (names) => {
        const html = connectionPage(hostile(facts, names));
        expect(elementsOf(html).filter((name) => !known.has(name))).toEqual([]);
      }),
      { numRuns: runs({ fast: 5, full: 100 }) },
    );
  });
});

describe('a year of runs', () => {
  it('is read run after run, never two at a time; what has the bytes of the run before is not read again', async () => {
    const [first] = evidence.history.runs;
    if (first === undefined) throw new Error('expected a run, got none');
    const answers = await first.checkResults();
    let [asking, most, read] = [0, 0, 0];
    const year = Array.from({ length: 365 }, (_, day) => ({
      ...first,
      manifest: {
        ...first.manifest,
        run: { ...first.manifest.run, startedAt: instantOn(day), slot: instantOn(day) },
      },
      checkResults: async () => {
        asking += 1;
        most = Math.max(most, asking);
        await Promise.resolve();
        asking -= 1;
        return answers;
      },
      records: (name: string) => {
        if (name === 'users') read += 1;
        return first.records(name);
      },
    }));
    const period = { from: instantOn(0), to: instantOn(364) };
    const slots = year.map((_, day) => ({ slot: instantOn(day), state: 'complete' as const, reasons: [] }));
    const calendar = { slots, uncovered: [], offSchedule: [] };
    const history = { ...evidence.history, runs: year };

    const whole = await connectionFacts({ history, calendar }, period, stepsOf);

    expect([most, whole.people.length]).toEqual([1, 365]);
    expect(read).toBeLessThan(10);
    expect(new Set(whole.people.map(({ members }) => members))).toEqual(new Set([facts.people[0]?.members]));
    // Weeks in place of days, so that a drawing of a year is as large as one of a quarter.
    expect(connectionPage(whole).match(/<circle class="point/g)?.length).toBeLessThan(250);
  });

  const instantOn = (day: number) => new Date(Date.UTC(2025, 8, 1, 3) + day * 86_400_000).toISOString();
});
