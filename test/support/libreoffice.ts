/** LibreOffice without a window, as a reader of workbooks that is not ours. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseCsv } from 'hucre/csv';

const hasLibreOffice = spawnSync('soffice', ['--version']).status === 0;

/** Whether what it judges has to be skipped; says what, if so. */
export function isWithoutLibreOffice(what: string): boolean {
  if (!hasLibreOffice) console.warn(`SKIPPED ${what}: there is no \`soffice\` here`);
  return !hasLibreOffice;
}

/** All sheets as CSV in UTF-8, each in a file of its own, with cells as they are shown. */
const EVERY_SHEET = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1';

/** Returns the cells of each sheet of a workbook, as LibreOffice shows them. */
export function sheetsOf(workbook: Uint8Array): ReadonlyMap<string, readonly (readonly string[])[]> {
  return converted(workbook, EVERY_SHEET, (folder) => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    return new Map(
      names.map((name) => {
        const rows = parseCsv(readFileSync(join(folder, name), 'utf8')) as unknown as readonly string[][];
        return [name.replace(/^made-|\.csv$/g, ''), rows] as const;
      }),
    );
  });
}

/** Returns a workbook as LibreOffice saves it. */
export function savedAgain(workbook: Uint8Array): Uint8Array {
  return converted(workbook, 'xlsx:Calc MS Excel 2007 XML', (folder) =>
    readFileSync(join(folder, 'made.xlsx')),
  );
}

function converted<T>(workbook: Uint8Array, to: string, read: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-office-'));
  try {
    const [file, out] = [join(folder, 'made.xlsx'), join(folder, 'out')];
    mkdirSync(out);
    writeFileSync(file, workbook);
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
    const args = [profile, '--headless', '--convert-to', to, '--outdir', out, file];
    const { status, stderr } = spawnSync('soffice', args, { encoding: 'utf8', timeout: 120_000 });
    if (status !== 0) throw new Error(`soffice: ${stderr}`);
    return read(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
