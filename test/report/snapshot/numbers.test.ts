/** Every number of the page of a snapshot is in its facts, and is what the files of the snapshot say. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../schemas/resources/index.ts';
import { historyOf } from '../../support/answers.ts';
import { factAt, factsOnPage } from '../../support/page-facts.ts';
import { type PageScene, pageScene, wholeScene } from '../../support/page-scene.ts';
import { HELD_ELSEWHERE, recomputed } from '../../support/recomputed.ts';
import { changesBetween } from '../../support/recomputed-flows.ts';
import type { Workbench } from '../../support/run.ts';
import { filesOf } from '../../support/snapshot-files.ts';

let scene: PageScene;
beforeAll(async () => {
  scene = await wholeScene();
});

const READ = ['workspace', 'users', 'sources', 'destinations', 'audit-events'];
const definitions = resources.filter(({ name }) => READ.includes(name));

/** A destination goes with its event; a source is switched and a user added of which no event tells. */
function meanwhile({ simulator: { world }, clock }: Workbench): void {
  const now = clock.now();
  world.auditedUntil = new Date(now.getTime() + 365 * 24 * 60 * 60 * 1000);
  world.auditEvents.length = 0;
  const gone = world.destinations.pop();
  const [source, owner] = [world.sources[0], world.users[0]];
  if (gone === undefined || source === undefined || owner === undefined) throw new Error('expected a world');
  source.enabled = !source.enabled;
  world.users.push({ ...owner, id: 'newcomer', email: 'newcomer@acme.example', permissions: [] });
  world.auditEvents.push({
    id: 'event1',
    timestamp: new Date(now.getTime() - 60 * 60 * 1000).toISOString(),
    type: 'Integration Deleted',
    actor: owner.id,
    actorEmail: owner.email,
    resourceId: gone.id,
    resourceType: 'Integration',
    resourceName: gone.name ?? gone.id,
  });
}

/** What has a digit in its name. */
const OUR_WORDS =
  /SOC 2|ISO 27\d+(?::2022)?|NIST 800-53|NIST CSF 2\.0|PCI DSS 4\.0\.1|30 days|SHA-256|sha256sum/g;

describe('each number on the page of a snapshot', () => {
  it('is the one in its facts', () => {
    const said = factsOnPage(scene.html);

    expect(said.length).toBeGreaterThan(40);
    for (const { at, value } of said) expect([at, factAt(scene.facts, at) ?? null]).toEqual([at, value]);
  });

  it('is what comes out where the files are counted again', () => {
    const files = filesOf(scene.folder);
    const said = factsOnPage(scene.html).filter(({ at }) => !HELD_ELSEWHERE.some(([path]) => path.test(at)));

    for (const { at, value } of said) expect([at, recomputed(files, at)]).toEqual([at, value]);
  });

  it('of changes is what has become different in the files, and what no event names', async () => {
    const { html, folder, bench } = await pageScene({ definitions, meanwhile });
    const said = new Map(factsOnPage(html).map(({ at, value }) => [at, value]));
    const [before] = (await historyOf(bench)).runs;
    const first = join(bench.folder, 'segment-evidence/v1/acme', before?.manifest.snapshotPath ?? '');
    const { total, unexplained } = changesBetween(filesOf(first), filesOf(folder));

    expect([total, unexplained]).toEqual([3, 2]);
    expect([said.get('changes.counts.total'), said.get('changes.counts.unexplained')]).toEqual([
      total,
      unexplained,
    ]);
  });

  it('stands nowhere without its mark: other digits are text of the evidence, instants, or our own words', () => {
    const bare = scene.html
      .replace(/<head>.*?<\/head>/s, '')
      .replace(/<script>.*<\/script>/s, '')
      // What is folded says how much there is behind it: it is to be seen there.
      .replaceAll(/<(data|time|bdi|code|desc|title|text|summary)\b.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]*>/g, '\n');

    const others = bare.split('\n').map((text) => text.replaceAll(OUR_WORDS, ''));
    expect(others.filter((text) => /\d/.test(text))).toEqual([]);
  });
});
