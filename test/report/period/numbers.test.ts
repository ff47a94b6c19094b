/** Every number of the page of a period is in its facts, and is what the files of the store say. */
import { beforeAll, describe, expect, it } from 'vitest';
import { factAt, factsOnPage } from '../../support/page-facts.ts';
import {
  checkedScene,
  type PeriodScene,
  type QuarterScene,
  quarterScene,
} from '../../support/period-scene.ts';
import { rawPeriod, recomputedPeriod } from '../../support/recomputed-period.ts';

let quarter: QuarterScene;
let checked: PeriodScene;
beforeAll(async () => {
  quarter = await quarterScene();
  checked = await checkedScene();
});

/** Of the ledger: held against the answer of `changes` below. */
const OF_THE_LEDGER = /^ledger\.counts\.|^populations\.[\w-]+\.flow\.(changed|cameAndWent)$/;
/** Made of several resources: held against the answer of `population` below. */
const OF_FLOWS = /^populations\.data-flows\.(start|end)\.total$/;
const isRaw = (at: string) => !OF_THE_LEDGER.test(at) && !OF_FLOWS.test(at);
/** No schedule is kept in the runs of this scene: their own slots are due. */
const OF_A_SCHEDULE = /^calendar\./;

describe('each number on the page of a period', () => {
  it('is the one in its facts', () => {
    for (const { facts, html } of [quarter, checked]) {
      const said = factsOnPage(html);

      expect(said.length).toBeGreaterThan(80);
      for (const { at, value } of said) expect([at, factAt(facts, at) ?? null]).toEqual([at, value]);
    }
  });

  it('is what comes out where the files are counted again', () => {
    const raw = rawPeriod(quarter.store, quarter.period);
    const said = factsOnPage(quarter.html).filter(({ at }) => isRaw(at));

    for (const { at, value } of said) expect([at, recomputedPeriod(raw, at)]).toEqual([at, value]);
  });

  it('is so too where checks were sealed', () => {
    const raw = rawPeriod(checked.store, checked.period);
    const said = factsOnPage(checked.html).filter(({ at }) => isRaw(at) && !OF_A_SCHEDULE.test(at));

    for (const { at, value } of said) expect([at, recomputedPeriod(raw, at)]).toEqual([at, value]);
  });

  it('is that of the ledger which changes gives', async () => {
    const { from, to } = quarter.period;
    const { stdout } = await quarter.quarter.ask('changes', '--from', from, '--to', to, '--json');
    const { counts, changes } = JSON.parse(stdout);

    const said = new Map(factsOnPage(quarter.html).map(({ at, value }) => [at, value]));
    for (const key of ['total', 'unexplained', 'cameAndWent', 'notKnown'])
      expect([key, said.get(`ledger.counts.${key}`)]).toEqual([key, counts[key]]);
    const users = changes.filter(({ resource }: { resource: string }) => resource === 'users');
    const count = (kind: string) => users.filter(({ change }: { change: string }) => change === kind).length;
    expect(said.get('populations.users.flow.changed')).toBe(count('changed'));
    expect(said.get('populations.users.flow.cameAndWent')).toBe(count('came-and-went'));
  });

  it('is that of the population which is asked for at each end', async () => {
    const { from, to } = quarter.period;
    const said = new Map(factsOnPage(quarter.html).map(({ at, value }) => [at, value]));
    for (const [side, day] of [
      ['start', from.slice(0, 10)],
      ['end', to.slice(0, 10)],
    ] as const) {
      const { stdout } = await quarter.quarter.ask('population', 'data-flows', '--at', day, '--json');
      expect(said.get(`populations.data-flows.${side}.total`)).toBe(JSON.parse(stdout).total);
    }
  });

  it('stands nowhere without its mark: other digits are text of the evidence, instants, or our own words', () => {
    for (const { html } of [quarter, checked]) {
      const bare = html
        .replace(/<head>.*?<\/head>/s, '')
        .replaceAll(/<(script|data|time|bdi|code|desc|title|text|summary|dt|th)\b.*?<\/\1>/gs, '')
        .replaceAll(/<[^>]*>/g, '\n');

      expect(bare.split('\n').filter((text) => /\d/.test(text))).toEqual([]);
    }
  });
});
