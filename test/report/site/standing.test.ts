/** How a connection of a site stands, as of the end of the time that is asked for. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckResults } from '../../../schemas/check-results.ts';
import { checkFacts } from '../../../src/answers/pages/check-facts.ts';
import type { PeriodCalendar, SlotState } from '../../../src/answers/pages/period/slot-facts.ts';
import { connectionFacts } from '../../../src/answers/pages/site/connection-facts.ts';
import { type FleetFacts, fleetFacts, readRow } from '../../../src/answers/pages/site/fleet-facts.ts';
import { historyAt } from '../../../src/commands/history-of.ts';
import { stepsOf } from '../../../src/commands/next-steps.ts';
import { type SiteAsked, type SitePage, sitePages } from '../../../src/commands/site-pages.ts';
import { fleetPage } from '../../../src/report/site/fleet-page.tsx';
import { factsOnPage, textOf, viewOnPage } from '../../support/page-facts.ts';
import { type SiteScene, siteScene } from '../../support/site-scene.ts';

const HOUR_MS = 60 * 60 * 1000;
let scene: SiteScene;
let asked: SiteAsked;
beforeAll(async () => {
  scene = await siteScene();
  const whole = scene.asked.places.filter(({ connection }) => ['alpha', 'beta'].includes(connection));
  asked = { ...scene.asked, places: whole };
});

async function siteOf(
  changes: Partial<SiteAsked>,
): Promise<{ fleet: FleetFacts; pages: Map<string, SitePage> }> {
  const pages = new Map<string, SitePage>();
  const all = sitePages({ ...asked, ...changes });
  for (;;) {
    const { value, done } = await all.next();
    if (done === true) return { fleet: value, pages };
    pages.set(value.name, value);
  }
}

const rowOf = ({ rows }: FleetFacts, name: string) => rows.find(({ connection }) => connection === name);

describe('a connection of a site', () => {
  it('is late where the last run that was due has not come, and the first step is to look at what starts it', async () => {
    const { fleet, pages } = await siteOf({ now: new Date(asked.now.getTime() + 30 * HOUR_MS) });

    for (const name of ['alpha', 'beta']) {
      expect(rowOf(fleet, name)?.state).toBe('late');
      expect(rowOf(fleet, name)?.steps[0]).toContain('Check that whatever starts the runs');
      const page = pages.get(`${name}/index.html`)?.html ?? '';
      expect(viewOnPage(page, 'overview')).toContain('Check that whatever starts the runs');
      expect(factsOnPage(page).find(({ at }) => at === 'newest.ageHours')?.value).toBe(30);
    }
  });

  it('is as it was at the end of a time in the past, and what began later is said to be there', async () => {
    const to = `${scene.days.partial}T23:59:59.999Z`;
    const { fleet, pages } = await siteOf({ to });

    const alpha = rowOf(fleet, 'alpha');
    expect([alpha?.state, alpha?.kind === 'read' && alpha.newest?.run.status]).toEqual([
      'partial',
      'partial',
    ]);
    expect(alpha?.steps.join(' ')).toContain('give the token the role');
    const page = pages.get('alpha/index.html')?.html ?? '';
    expect(factsOnPage(page).find(({ at }) => at === 'later')?.value).toBe(2);
    expect(page).not.toContain(scene.days.last);
  });

  it('that had no run by then is empty, and has no number', async () => {
    const { fleet, pages } = await siteOf({ to: `${scene.days.first}T23:59:59.999Z` });

    expect(rowOf(fleet, 'beta')?.state).toBe('empty');
    const overview = viewOnPage(pages.get('beta/index.html')?.html ?? '', 'overview');
    expect(textOf(overview)).toContain('no run at or before');
    const known = factsOnPage(overview).filter(({ at }) => /^(newest|people)\./.test(at));
    expect(known.length).toBeGreaterThan(3);
    expect(known.filter(({ value }) => value !== null)).toEqual([]);
  });

  it('is not covered where a record is dated after now, since nobody knows what is newest', async () => {
    const place = asked.places.find(({ connection }) => connection === 'beta');
    if (place === undefined) throw new Error('expected beta, got nothing');
    const history = await historyAt(place, asked);
    const runs = history.runs.map((run, at) => (at === 1 ? { ...run, isAhead: true } : run));
    const period = { from: `${scene.days.first}T00:00:00.000Z`, to: asked.now.toISOString() };
    const calendar = { slots: [], uncovered: [], offSchedule: [] };

    const facts = await connectionFacts({ history: { ...history, runs }, calendar }, period, stepsOf);

    expect(facts.newest?.run.snapshot.seq).toBe(0);
    expect(facts.gaps.join('; ')).toContain('a clock is or was wrong');
  });
});

describe('the calendars of a fleet', () => {
  const period = () => ({ from: `${scene.days.first}T00:00:00.000Z`, to: asked.now.toISOString() });
  async function viewOf(calendar: Partial<PeriodCalendar>): Promise<string> {
    const history = await historyAt(asked.places[0] as never, asked);
    const whole = { slots: [], uncovered: [], offSchedule: [], ...calendar };
    const facts = await connectionFacts({ history, calendar: whole }, period(), stepsOf);
    return viewOnPage(fleetPage(fleetFacts([readRow(facts)], period())), 'calendars');
  }
  const slotsOf = (state: SlotState) => [{ slot: `${scene.days.first}T03:00:00.000Z`, state, reasons: [] }];

  it.each<readonly [string, () => Partial<PeriodCalendar>, string]>([
    [
      'no schedule is known',
      () => ({}),
      'no schedule says which runs were due: records say it from the first run on',
    ],
    ['a run is missing', () => ({ slots: slotsOf('missing') }), 'not every run that was due is complete'],
    [
      'nobody looked',
      () => ({ slots: slotsOf('complete'), uncovered: [period()] }),
      'nobody looked for a part of the time',
    ],
  ])('are not read whole where %s', async (_what, calendar, why) => {
    const view = textOf(await viewOf(calendar()));

    expect(view).toContain(`1 of 1 connections: ${why}`);
    expect(view).not.toContain('read whole');
  });

  it('are read whole where every run that was due is complete, and empty only with a word', async () => {
    expect(textOf(await viewOf({ slots: slotsOf('complete') }))).not.toContain('not complete');
    expect(await viewOf({})).toContain('No schedule says which runs were due in this period.');
  });
});

describe('an open finding', () => {
  it('is what fails and nobody has accepted', async () => {
    const history = await historyAt(asked.places[0] as never, asked);
    const run = history.runs.at(-1);
    const sealed = await run?.checkResults();
    if (run === undefined || sealed === undefined) throw new Error('expected answers, got none');
    const failing = sealed.results.filter(({ outcome }) => outcome === 'fail');
    const [first] = failing;
    const waived: CheckResults = {
      ...sealed,
      results: sealed.results.map((each) =>
        each === first ? ({ ...each, waiver: { state: 'accepted' } } as never) : each,
      ),
    };

    const [open, after] = [
      await checkFacts(run),
      await checkFacts({ ...run, checkResults: async () => waived }),
    ];

    const severity = first?.severity ?? 'info';
    expect(after?.open[severity]).toBe((open?.open[severity] ?? 0) - 1);
    expect(Object.values(open?.open ?? {}).reduce((sum, count) => sum + count, 0)).toBe(failing.length);
  });
});
