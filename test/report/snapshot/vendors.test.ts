/** Vendors that receive data, held against the company's own file as it was sealed with the run. */
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../schemas/resources/index.ts';
import { inputOf } from '../../support/inputs.ts';
import { factsOnPage, rowsOnPage, textOf, viewOnPage } from '../../support/page-facts.ts';
import { type PageScene, pageScene, wholeScene } from '../../support/page-scene.ts';
import { recomputed } from '../../support/recomputed.ts';
import { filesOf } from '../../support/snapshot-files.ts';

const READ = ['workspace', 'users', 'sources', 'destinations', 'warehouses', 'warehouse-sources'];
const definitions = resources.filter(({ name }) => READ.includes(name));

let without: PageScene;
let scene: PageScene;
let named: string;
let bySlug: string;

beforeAll(async () => {
  without = await wholeScene();
  const destinations = filesOf(without.folder).lines('destinations') ?? [];
  const catalogue = destinations.map(({ data }) => data['metadata'] as { name: string; slug: string });
  const [one, other] = [...new Map(catalogue.map((each) => [each.name, each])).values()];
  if (one === undefined || other === undefined) throw new Error('expected two vendors, got fewer');
  [named, bySlug] = [one.name, other.name];
  const lines = [
    'vendor,slugs,country,role,contract,reviewedOn,personalData',
    `${named},"${named}",IE,processor,DPA-7,2026-05-01,true`,
    `Second Ltd,${other.slug},,processor,,,`,
    'Nobody Inc,nobody,US,processor,DPA-9,2026-05-01,false',
  ];
  scene = await pageScene({ definitions, changes: { inputs: [inputOf('vendors', lines)] } });
});

const rowOf = (name: string) => rowsOnPage(scene.html, 'vendor-register').find(([vendor]) => vendor === name);

describe('the file of vendors', () => {
  it('that is not given is said, and gives no vendor a country', () => {
    const view = textOf(viewOnPage(without.html, 'flows'));

    expect(view).toContain('No file of vendors was given');
    expect(view).toContain('From source to vendor to region');
    expect(rowsOnPage(without.html, 'vendor-register')).toEqual([]);
  });

  it('says country, role, contract and review of each vendor that receives data, by name or by slug', () => {
    expect(rowOf(named)?.slice(1, 7)).toEqual(['✓yes', 'IE', 'processor', 'DPA-7', '2026-05-01', 'yes']);
    expect(rowOf(bySlug)?.slice(1, 7)).toEqual([
      '✓yes',
      'not said',
      'processor',
      'not said',
      'not said',
      'not said',
    ]);
  });

  it('has the vendors first that are not in it, and says nothing of those', () => {
    const rows = rowsOnPage(scene.html, 'vendor-register');

    expect(rows[0]?.slice(1, 4)).toEqual(['✕no', '–', '–']);
    expect(rows.filter(([, isIn]) => isIn === '✓yes').map(([vendor]) => vendor)).toEqual(
      expect.arrayContaining([named, bySlug]),
    );
    expect(rows.map(([vendor]) => vendor)).not.toContain('Nobody Inc');
  });

  it('puts countries on the map in place of regions', () => {
    const map = viewOnPage(scene.html, 'flows');

    expect(textOf(map)).toContain('From source to vendor to country');
    for (const place of ['IE', 'country not said', 'not in the vendor file'])
      expect(map).toContain(`<title>${place}: `);
  });

  it('is counted as its sealed lines are', () => {
    const files = filesOf(scene.folder);
    const said = factsOnPage(scene.html).filter(({ at }) => at.startsWith('flows.register.'));

    expect(said.map(({ at }) => at)).toEqual(['flows.register.vendors', 'flows.register.unregistered']);
    for (const { at, value } of said) expect([at, recomputed(files, at)]).toEqual([at, value]);
  });
});
