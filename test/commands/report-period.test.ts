/** `report --from --to` at the command line. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportDocument } from '../../schemas/commands/report.ts';
import { type QuarterScene, quarterScene } from '../support/period-scene.ts';

let scene: QuarterScene;
const out = mkdtempSync(join(tmpdir(), 'evidence-period-'));
beforeAll(async () => {
  scene = await quarterScene();
});
afterAll(() => rmSync(out, { recursive: true }));

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
