/** What a stranger typed is data in every output: it is there or seen to be missing, and nothing comes of it. */
import { inflateRawSync } from 'node:zlib';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../src/report/export/csv.ts';
import { toJson } from '../../../src/report/export/json.ts';
import { toTextTable } from '../../../src/report/export/text-table.ts';
import { toXlsx } from '../../../src/report/export/xlsx.ts';
import { answerOf, HOSTILE_NAMES, LONG_NAME } from '../../support/hostile-answer.ts';
import { readBackAll, wholeBytes, wholeText, withApostrophesGone } from '../../support/read-back.ts';

const all = [...HOSTILE_NAMES, LONG_NAME];
const answer = answerOf(all);
/** What no file can hold is seen to be missing. */
const shown = (name: string) => name.replace(/[^\P{Cc}\t\n\r]|\p{Cs}/gu, '\uFFFD');

describe('names that want something to happen', () => {
  it('come back whole from JSON, CSV and a workbook, but for what no file can hold', async () => {
    const { json, csv, xlsx } = await readBackAll(answerOf(HOSTILE_NAMES));

    expect(json?.cells.map(([name]) => name)).toEqual(HOSTILE_NAMES);
    const visible = HOSTILE_NAMES.map(shown);
    expect(csv?.cells.map(([name]) => name)).toEqual(visible);
    expect(xlsx?.cells.map(([name]) => name)).toEqual(visible.map((name) => name.replace(/\r\n?/g, '\n')));
  });

  it('are no formula in CSV, whatever ends a cell there', async () => {
    const text = await wholeText(toCsv(answer));

    const cells = text.split(/[;\t\r\n]|,(?=\S)/).map((cell) => cell.replace(/^[" ]+/, ''));
    // A number below zero is a number.
    expect(cells.filter((cell) => /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) && cell !== '-5')).toEqual(
      [],
    );
    expect(/[^\P{Cc}\t\n\r]/u.exec(text)).toBeNull();
    expect(text.startsWith("NOT COMPLETE: a gap, '=1+1; another\uFFFD[2J\r\n")).toBe(true);
  });

  it('leave a table that is RFC 4180 after the first line of CSV, and numbers that are numbers', async () => {
    const text = await wholeText(toCsv(answer));

    const rows = parseCsv(text.slice(text.indexOf('\r\n') + 2)) as readonly (readonly string[])[];

    expect(rows).toHaveLength(all.length + 1);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([7]));
    expect(rows[1]?.[2]).toBe('-5');
    expect(withApostrophesGone(rows.at(-1)?.[0] ?? '')).toBe(LONG_NAME);
  });

  it('are text in a workbook, which has no formula, no link and no macro', async () => {
    const bytes = await wholeBytes(toXlsx(answer));

    const parts = unzip(bytes);
    const sheets = [...parts].filter(([name]) => name.startsWith('xl/')).map(([, xml]) => xml);
    expect(sheets.join('')).not.toMatch(/<f[ >]|<hyperlink|externalLink|vbaProject|<oleObject/);
    expect(
      [...parts.keys()]
        .filter((name) => /rels$/.test(name))
        .map((name) => parts.get(name))
        .join(''),
    ).not.toContain('External');
    const { sheets: read } = await readXlsx(bytes);
    expect(read[1]?.rows.slice(1).map((row) => typeof row[0])).toEqual(all.map(() => 'string'));
  });

  it('are cut in a workbook only where a cell ends, which the cell and the cover say', async () => {
    const { sheets } = await readXlsx(await wholeBytes(toXlsx(answer)));

    const long = String(sheets[1]?.rows.at(-1)?.[0]);
    expect(long.length).toBeLessThanOrEqual(32_767);
    expect(long).toMatch(/… \[40003 characters in all, more than a cell holds: see JSON or CSV\]$/);
    const cover = sheets[0]?.rows.map((row) => row.join(' ')) ?? [];
    expect(cover.filter((line) => /longer than a cell/.test(line))).toHaveLength(1);
    expect(cover.filter((line) => /characters that a workbook cannot hold/.test(line))).toHaveLength(1);
  });

  it('move no cursor and turn no text around on a terminal', async () => {
    const outputs = [await wholeText(toTextTable(answer)), await wholeText(toJson(answer))];

    const unseen = outputs.map((text) => /[\p{Cc}\p{Cf}\u2028\u2029]/u.exec(text.replaceAll('\n', ''))?.[0]);
    expect(unseen).toEqual([undefined, undefined]);
  });
});

/** The parts of an archive, by name. */
function unzip(bytes: Uint8Array): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  const view = Buffer.from(bytes);
  let at = 0;
  while (view.readUInt32LE(at) === 0x04034b50) {
    const [method, size] = [view.readUInt16LE(at + 8), view.readUInt32LE(at + 18)];
    const nameEnd = at + 30 + view.readUInt16LE(at + 26);
    const start = nameEnd + view.readUInt16LE(at + 28);
    const data = view.subarray(start, start + size);
    parts.set(view.toString('utf8', at + 30, nameEnd), String(method === 8 ? inflateRawSync(data) : data));
    at = start + size;
  }
  return parts;
}
