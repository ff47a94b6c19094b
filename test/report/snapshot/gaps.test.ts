/** A gap never looks like nothing, and never like a pass, in any view that rests on it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { factsOnPage, rowsOnPage, textOf, viewOnPage } from '../../support/page-facts.ts';
import { type PageScene, pageScene, wholeScene } from '../../support/page-scene.ts';

let scene: PageScene;
beforeAll(async () => {
  scene = await pageScene({
    faults: [
      { match: { operationId: 'listUsers' }, effect: { kind: 'status', status: 403 } },
      { match: { operationId: 'listRegulationsFromWorkspace' }, effect: { kind: 'status', status: 403 } },
      { match: { operationId: 'listSources' }, effect: { kind: 'status', status: 403 } },
    ],
  });
});

const valueAt = (path: string) => factsOnPage(scene.html).find(({ at }) => at === path)?.value;

describe('a resource that was not read', () => {
  it.each([
    ['people', 'populations.users.total', 'users: denied (scope)'],
    ['sources', 'populations.sources.total', 'sources: denied (scope)'],
  ])('has no number in %s, but how reading it ended', (view, path, words) => {
    expect(valueAt(path)).toBeNull();
    expect(textOf(viewOnPage(scene.html, view))).toContain(words);
  });

  it('has no number anywhere that would be counted from nothing', () => {
    const unread = /^(populations\.(users|sources|roles)\.|sources\.environments\.)/;
    const numbers = factsOnPage(scene.html).filter(({ at, value }) => unread.test(at) && value !== null);

    expect(numbers.filter(({ at }) => !at.startsWith('populations.roles'))).toEqual([]);
  });

  it('has no table, and no words that there is none', () => {
    expect(rowsOnPage(scene.html, 'users')).toEqual([]);
    expect(textOf(viewOnPage(scene.html, 'people'))).not.toContain('There are no users');
  });

  it('is named in the banner, and the banner is repeated in each view', () => {
    const views = [...scene.html.matchAll(/<section id="([a-z]+)"[^>]* class="view/g)].map(
      ([, id = '']) => id,
    );
    const banner = /<div class="banner.*?<div class="columns">/s.exec(scene.html)?.[0] ?? '';

    expect(textOf(banner)).toContain('users: denied (scope)');
    expect(views.length).toBe(14);
    for (const id of views)
      expect(textOf(viewOnPage(scene.html, id))).toMatch(
        /The snapshot as a whole is not complete|Not complete\.|Not read\.|Not there\./,
      );
  });

  it('makes no check that needs it look like one that holds', () => {
    const rows = rowsOnPage(scene.html, 'checks').filter(([id]) => id === 'IAM-01');

    expect(rows.map(([, says]) => says)).toEqual(['?nobody can tell']);
  });
});

describe('a snapshot that lacks nothing', () => {
  it('says so, and no view looks like a gap', async () => {
    const { html } = await wholeScene();
    const standings = [...html.matchAll(/<section id="([a-z]+)"[^>]* class="view ([a-z]+)"/g)];

    expect(html).toContain('Everything that was asked for was read whole');
    expect(standings.filter(([, , kind]) => kind !== 'whole').map(([, id]) => id)).toEqual([]);
  });
});
