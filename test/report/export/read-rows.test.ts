/** What somebody hands in may be made to break what reads it: refused before it takes memory, with words that say what to do. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readSheets } from '../../../src/report/export/read-rows.ts';

interface Entry {
  readonly name: string;
  readonly data: Uint8Array;
  /** What the table of contents says; default: the truth. */
  readonly claimed?: number;
  readonly packed?: number;
  readonly flags?: number;
}

/** Returns an archive with a table of contents of somebody's own. */
function archive(entries: readonly Entry[]): Uint8Array {
  const files: Buffer[] = [];
  const contents: Buffer[] = [];
  let offset = 0;
  for (const { name, data, flags = 0, claimed = data.length, packed: said } of entries) {
    const packed = deflateRawSync(data);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(said ?? packed.length, 20);
    central.writeUInt32LE(claimed, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    files.push(local, Buffer.from(name), packed);
    contents.push(central, Buffer.from(name));
    offset += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(contents).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...contents, end]);
}

/** Returns it with its table of contents overwritten. */
function broken(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf('PK\u0001\u0002', 0, 'latin1');
  return bytes.fill(0, at, at + 20);
}

const LARGE = 300_000_000;
const some = Buffer.from('<worksheet/>');
const sheet = 'xl/worksheets/sheet1.xml';
/** Parts of a workbook that are all that a reader asks for before its sheets. */
const workbook = [
  [
    '[Content_Types].xml',
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
  ],
  [
    '_rels/.rels',
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  ],
  [
    'xl/workbook.xml',
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ],
  [
    'xl/_rels/workbook.xml.rels',
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  ],
].map(([name = '', text = '']): Entry => ({ name, data: Buffer.from(text) }));

const reading = (bytes: Uint8Array, name = 'rows.xlsx') => readSheets('review import', name, bytes);

describe('a workbook', () => {
  it.each<readonly [string, readonly Entry[], string]>([
    ['claims more than fits', [{ name: sheet, data: some, claimed: LARGE }], 'one of 300000000'],
    [
      'claims it in many files',
      Array.from({ length: 100 }, (_, at) => ({ name: `${at}.xml`, data: some, claimed: LARGE / 100 })),
      'one of 300000000',
    ],
    [
      'claims nothing and holds something',
      [{ name: sheet, data: some, claimed: 0 }],
      'does not say how large',
    ],
    [
      'says its size elsewhere',
      [{ name: sheet, data: some, claimed: 0, packed: 0, flags: 8 }],
      'does not say how large',
    ],
    [
      'is too large for its format',
      [{ name: sheet, data: some, claimed: 0xffff_ffff }],
      'does not say how large',
    ],
  ])('that %s is refused before it is unpacked', async (_, entries, message) => {
    await expect(reading(archive(entries))).rejects.toThrow(message);
  });

  it('that holds more than it claims is not read beyond what it claims', async () => {
    const bomb = { name: sheet, data: Buffer.alloc(5_000_000, '<row/>'), claimed: 1_000_000 };

    await expect(reading(archive([...workbook, bomb]))).rejects.toThrow('exceeds limit of 1000000 bytes');
  });

  it.each([
    ['cut short', archive(workbook).subarray(0, 300)],
    ['without a table of contents', broken(archive(workbook))],
  ])('that is %s is refused', async (_, bytes) => {
    await expect(reading(bytes)).rejects.toThrow('expected a workbook that can be read');
  });

  it('of the same parts and an honest sheet is read', async () => {
    const data = Buffer.from(
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
    );

    expect(await reading(archive([...workbook, { name: sheet, data }]))).toEqual([
      { name: 'a', rows: [{ number: 1, cells: ['1'] }] },
    ]);
  });
});

describe('CSV', () => {
  const csv = (text: string) => reading(Buffer.from(text), 'rows.csv');

  it.each([
    ['at its end', 'a,b\r\n"1","2', 2],
    ['in its middle', 'a,b\n1,2\n"3,4\n5,6\n', 3],
    ['that a later one seems to close', 'a,b\r\n"1",2\r\n"3,4\r\n"5","6"\r\n', 3],
    ['after a cell with line breaks', 'a,b\n"1\n1","2\n2"\n"3,4\n', 3],
    ['with tabs', 'a\tb\n1\t"2\n', 2],
  ])('with a quotation mark that is not closed %s is refused with its row', async (_, text, row) => {
    await expect(csv(text)).rejects.toThrow(
      `review import: rows.csv: row ${row}: expected quotation marks around whole cells, got one that is not closed`,
    );
  });

  it.each([
    ['doubled', '"a ""b""",c\n', ['a "b"', 'c']],
    ['empty', '"",c', ['', 'c']],
    ['within a cell that has none around it', '5" disk,c\r\n', ['5" disk', 'c']],
    ['around line breaks and separators', '"a\r\n,;b",c\r\n', ['a\r\n,;b', 'c']],
  ])('with quotation marks %s is read', async (_, text, cells) => {
    expect((await csv(text))[0]?.rows).toEqual([{ number: 1, cells }]);
  });
});
