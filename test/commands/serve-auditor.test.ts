/** `report --serve --auditor`: a period to read, and nothing outside of it by any address. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../support/page-facts.ts';
import { CONNECTION, reseal } from '../support/sealed-store.ts';
import { AUDITOR, filled, RUN, servedStores } from '../support/served.ts';

const scene = servedStores();
beforeEach(scene.begin);
afterEach(scene.end);

describe('an auditor', () => {
  const outside = [0, 3].map((seq) => `/snapshots/${CONNECTION}/1/${seq}`);

  it('sees the runs of the period and no other, by no address', async () => {
    const served = await scene.start(AUDITOR);
    const { text } = await served.read('/');

    for (const seq of [1, 2])
      expect((await served.read(`/snapshots/${CONNECTION}/1/${seq}`)).status).toBe(200);
    for (const run of outside) {
      expect(text).not.toContain(run);
      for (const path of [
        '',
        '/files',
        '/files/evidence-manifest.json',
        '/files/data/resources/users.jsonl',
        '/approve',
      ])
        expect([run + path, (await served.read(run + path)).status]).toEqual([run + path, 404]);
    }
    const elsewhere = `/snapshots/${CONNECTION}/1/1/files/chain/001/000000000003.sigstore.json`;
    expect((await served.read(elsewhere)).status).toBe(404);
  });

  it.each([
    ['2026-11-22', '2026-11-24', 404],
    ['2026-11-23', '2026-11-25', 404],
    ['2026-11-20', '2026-11-21', 404],
    ['2026-11-23', '2026-11-24', 200],
    ['2026-11-24', '2026-11-24', 200],
  ])('asks for %s to %s and gets %i', async (from, to, status) => {
    const served = await scene.start(AUDITOR);

    expect((await served.read(`/periods/${CONNECTION}?from=${from}&to=${to}`)).status).toBe(status);
  });

  it('learns from no page what was outside the period', async () => {
    const served = await scene.start(AUDITOR);
    const paths = [
      '/',
      RUN,
      `/snapshots/${CONNECTION}/1/2`,
      `${RUN}/files`,
      `/periods/${CONNECTION}?from=2026-11-23&to=2026-11-24`,
    ];

    for (const path of paths) {
      const { status, text } = await served.read(path);
      expect([path, status]).toEqual([path, 200]);
      for (const seq of [0, 3]) {
        const { run, snapshotPath } = scene.store.statement(seq).predicate;
        const second = run.startedAt.slice(0, 19);
        const told = [run.id, snapshotPath, second, second.replace('T', ' ')].filter((each) =>
          text.includes(each),
        );
        expect([path, told]).toEqual([path, []]);
      }
    }
  });

  it('is offered no approval, and can give none', async () => {
    const served = await scene.start(AUDITOR);
    const reviewer = await scene.start();
    const form = await filled(reviewer);

    expect((await served.read('/')).text).not.toContain('/approve"');
    expect((await served.read(`${RUN}/approve`)).status).toBe(404);
    const sent = { ...form, headers: { ...form.headers, origin: served.origin } };
    expect((await served.read(`${RUN}/approve`, sent)).status).not.toBe(303);
    expect(scene.approvals()).toEqual([]);
  });

  it('is written down as one, with the period', async () => {
    const served = await scene.start(AUDITOR);
    await served.read(RUN);

    expect(
      served.accesses().map(({ mode, period, by, number }) => [mode, period?.to, by.user, number]),
    ).toEqual([
      ['auditor', '2026-11-24T23:59:59.999Z', 'ada', 0],
      ['auditor', '2026-11-24T23:59:59.999Z', 'ada', 1],
    ]);
  });

  it('is told that something outside the period does not hold, and not what there is', async () => {
    const served = await scene.start(AUDITOR);
    scene.store.replace('chain/001/000000000003.sigstore.json', '"sig":"M', '"sig":"N');

    const first = textOf((await served.read('/')).text);
    const run = await served.read(RUN);

    expect(first).toContain('expected verified evidence, got some that is not');
    expect([run.status, run.text]).toEqual([
      409,
      expect.stringMatching(/^Not shown: report: golden: expected/),
    ]);
    for (const text of [first, run.text]) expect(text).not.toMatch(/000000000003|chain\//);
  });

  it('of a period without a run sees that there is none', async () => {
    const served = await scene.start({ flags: { auditor: true, from: '2026-11-01', to: '2026-11-02' } });

    expect(textOf((await served.read('/')).text)).toContain('there is no run');
    expect((await served.read(RUN)).status).toBe(404);
  });

  it('does not see a run of another time that lies between two of the period', async () => {
    await reseal(scene.store, 2, {
      manifest: ({ run }) => Object.assign(run, { slot: '2026-10-01T03:00:00.000Z' }),
    });
    const served = await scene.start({ flags: { auditor: true, from: '2026-11-23', to: '2026-11-25' } });
    const { text } = await served.read('/');

    expect([1, 2, 3].map((seq) => text.includes(`/snapshots/${CONNECTION}/1/${seq}"`))).toEqual([
      true,
      false,
      true,
    ]);
    expect((await served.read(`/snapshots/${CONNECTION}/1/2`)).status).toBe(404);
  });
});
