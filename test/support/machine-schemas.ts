/** The published schemas of OSCAL and OCSF, which are not ours: read where they lie, or what they would try is not tried. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { ROOT } from './source-tree.ts';

const FILES = {
  'OSCAL 1.1.3': 'oscal_complete_schema-1-1-3.json',
  'OSCAL 1.2.2': 'oscal_complete_schema-1-2-2.json',
  'OCSF 1.5.0': 'ocsf_compliance_finding-1.5.0.schema.json',
  'OCSF 1.8.0': 'ocsf_compliance_finding-1.8.0.schema.json',
} as const;
export type MachineFormat = keyof typeof FILES;

const hasAll = (folder: string) => Object.values(FILES).every((name) => existsSync(join(folder, name)));

/** The folder that is named, else one in a folder beside the repository. */
function findFolder(): string {
  const named = process.env['EXPORT_SCHEMAS'];
  if (named !== undefined) return named;
  const beside = dirname(ROOT);
  const folders = readdirSync(beside).map((name) => join(beside, name, 'formats/oscal'));
  return folders.find(hasAll) ?? '';
}

const FOLDER = findFolder();
export const HAS_MACHINE_SCHEMAS = hasAll(FOLDER);
if (!HAS_MACHINE_SCHEMAS)
  console.warn(
    'NOT TESTED: exports by the schemas of OSCAL and OCSF: EXPORT_SCHEMAS names no folder with them',
  );

const compiled = new Map<MachineFormat, ValidateFunction>();

/** Returns what the schema has against a value. */
export function machineProblems(format: MachineFormat, value: unknown): readonly string[] {
  const validate = compiled.get(format) ?? compile(format);
  compiled.set(format, validate);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

function compile(format: MachineFormat): ValidateFunction {
  // Their own keywords are no errors of ours; of three compilations one is as good.
  const ajv = new Ajv({ strict: false, code: { optimize: false } });
  formats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(join(FOLDER, FILES[format]), 'utf8')));
}
