/** What checks found is called by its name, beside the id that the sealed answer has. */
import { beforeAll, describe, expect, it } from 'vitest';
import { textOf, viewOnPage } from '../../support/page-facts.ts';
import { type PageScene, pageScene, wholeScene } from '../../support/page-scene.ts';
import { filesOf } from '../../support/snapshot-files.ts';

let scene: PageScene;
beforeAll(async () => {
  scene = await wholeScene();
});

const found = ({ facts }: PageScene, resource: string) =>
  (facts.checks?.results ?? []).flatMap(({ exceptions }) =>
    exceptions.filter(({ subject }) => subject.startsWith(`${resource}/`)),
  );

describe('what a check found', () => {
  it.each([
    ['users', 'email'],
    ['functions', 'displayName'],
  ])('of %s is called by %s', (resource, member) => {
    const words = textOf(viewOnPage(scene.html, 'findings'));
    const records = filesOf(scene.folder).lines(resource);
    const exceptions = found(scene, resource);

    expect(exceptions.length).toBeGreaterThan(0);
    for (const { subject } of exceptions) {
      const record = records?.find(({ id }) => `${resource}/${id}` === subject);
      expect(words).toContain(`${record?.data[member]} ${subject}`);
    }
  });

  it('keeps its id alone where its record was not read', async () => {
    const gap = await pageScene({
      faults: [{ match: { operationId: 'listFunctions' }, effect: { kind: 'status', status: 403 } }],
    });

    expect(Object.keys(gap.facts.subjectNames).filter((subject) => subject.startsWith('functions/'))).toEqual(
      [],
    );
    expect(gap.html).toContain('id="findings"');
  });
});
