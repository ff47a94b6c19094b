/** `report --from --to` at the command line. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportDocument } from '../../schemas/commands/report.ts';
import { parseRecord, signatureOf } from '../../src/seal/record.ts';
import { testHierarchy } from '../support/authority.ts';
import { factsOnPage, rowsOnPage } from '../support/page-facts.ts';
import { type QuarterScene, quarterScene } from '../support/period-scene.ts';
import { stampAnswer } from '../support/stamps.ts';

let scene: QuarterScene;
const out = mkdtempSync(join(tmpdir(), 'evidence-period-'));
beforeAll(async () => {
  scene = await quarterScene();
});
afterAll(() => rmSync(out, { recursive: true }));

const ask = (...more: readonly string[]) => {
  const { from, to } = scene.period;
  return scene.quarter.ask('report', '--from', from, '--to', to, '--out', out, ...more);
};
const pageName = () => `acme-${scene.period.from.slice(0, 10)}-to-${scene.period.to.slice(0, 10)}.html`;

describe('report with a period', () => {
  it('writes its page, ends 4 where the period has gaps, and says which', async () => {
    const { from, to } = scene.period;
    const { code, stdout } = await scene.quarter.ask(
      'report',
      '--from',
      from,
      '--to',
      to,
      '--out',
      out,
      '--json',
    );
    const { pages, gaps, standing, status } = reportDocument.parse(JSON.parse(stdout));

    const [page] = pages;
    const name = `acme-${from.slice(0, 10)}-to-${to.slice(0, 10)}.html`;
    const html = readFileSync(join(out, name));
    expect(page).toEqual({
      kind: 'period',
      file: join(out, name),
      sha256: createHash('sha256').update(html).digest('hex'),
      bytes: html.length,
      period: { from, to },
    });
    expect([code, status]).toEqual([4, undefined]);
    const { missing, due } = scene.facts.calendar.counts;
    expect(standing).toContain(`NOT COMPLETE: ${missing} of ${due} runs that were due: missing`);
    expect(gaps.some((gap) => gap.startsWith('nobody looked'))).toBe(
      scene.facts.calendar.uncovered.length > 0,
    );
    expect(String(html)).toBe(scene.html);
  });

  it('holds receipts and stamps that were kept elsewhere against the records, and shows what these fix', async () => {
    const home = join(scene.store, 'segment-evidence/v1/acme');
    const seq = Number(scene.facts.lastRun?.seq);
    const name = String(seq).padStart(12, '0');
    const record = parseRecord(readFileSync(join(home, `chain/001/${name}.sigstore.json`)));
    const { root } = testHierarchy();
    writeFileSync(join(out, 'root.pem'), root.certificate.toString());
    const at = new Date(Date.parse(record.statement.predicate.chain.recordedAt) + 2_000);
    writeFileSync(
      join(out, 'kept.tsr'),
      stampAnswer({ hierarchy: testHierarchy(), signature: signatureOf(record), at }),
    );
    // One that lies in the store proves nothing.
    const receipt = join(out, 'kept.txt');
    writeFileSync(receipt, readFileSync(join(home, `receipts/001-${name}.txt`)));

    const facts = async (...kept: readonly string[]) => {
      const { code } = await ask(...kept);
      const html = readFileSync(join(out, pageName()), 'utf8');
      const said = new Map(factsOnPage(html).map(({ at, value }) => [at, value]));
      return [
        code,
        said.get('fixed.fixed'),
        said.get('fixed.validStamps'),
        rowsOnPage(html, 'receipts-held').length,
      ];
    };

    const all = scene.facts.runs;
    expect(await facts()).toEqual([4, 0, 0, 0]);
    expect(await facts('--receipt', receipt)).toEqual([4, all, 0, 1]);
    expect(await facts('--tsa', join(out, 'root.pem'), '--stamp', join(out, 'kept.tsr'))).toEqual([
      4,
      all,
      1,
      0,
    ]);
  });

  it('makes no page of records that a receipt contradicts', async () => {
    const receipts = join(scene.store, 'segment-evidence/v1/acme/receipts');
    const [name = ''] = readdirSync(receipts);
    const other = readFileSync(join(receipts, name), 'utf8').replace(/sha256:.{8}/, 'sha256:00000000');
    writeFileSync(join(out, 'other.txt'), other);
    rmSync(join(out, pageName()), { force: true });

    const { code, stderr } = await ask('--receipt', join(out, 'other.txt'));

    expect([code, existsSync(join(out, pageName()))]).toEqual([6, false]);
    expect(stderr).toContain('other.txt');
  });

  it.each([
    ['a receipt without a period', ['--receipt', 'kept.txt'], '--receipt'],
    ['an authority without a period', ['--tsa', 'root.pem'], '--tsa'],
  ])('refuses %s', async (_what, args, option) => {
    const { code, stderr } = await scene.quarter.ask('report', ...args, '--out', out);

    expect(code).toBe(2);
    expect(stderr).toContain(`report: ${option}: expected a period`);
  });

  it('refuses a stamp without anybody to judge it by', async () => {
    writeFileSync(join(out, 'alone.tsr'), readFileSync(join(out, 'kept.tsr')));
    const { code, stderr } = await ask('--stamp', join(out, 'alone.tsr'));

    expect(code).toBe(2);
    expect(stderr).toContain('report: --stamp: expected the authority');
  });

  it.each([
    ['a part of a period', ['--from', '2026-10-01']],
    ['a snapshot too', ['1', '--from', '2026-10-01', '--to', '2026-10-02']],
    ['an end before the start', ['--from', '2026-10-03', '--to', '2026-10-02']],
    ['what is still to come', ['--from', '2030-01-01', '--to', '2030-02-01']],
  ])('refuses %s', async (_what, args) => {
    const { code } = await scene.quarter.ask('report', ...args, '--out', out);

    expect(code).toBe(2);
  });
});
