/** What the company of the clean workspace writes down beside it: who works there, and what somebody has looked at. */
import type { InputSource } from '../../src/evidence/input-source.ts';
import type { World } from '../../src/simulator/simulator.ts';
import { onDay } from './clean-basics.ts';
import { inputOf } from './inputs.ts';

/** Rows of its files, which a violation may change. */
export interface CompanyFiles {
  /** Ids of members who have left. */
  readonly left: Set<string>;
  /** By vendor. */
  readonly vendors: Map<string, Vendor>;
  /** By property. */
  readonly classes: Map<string, string>;
  /** Ids of events that somebody has looked at. */
  readonly reviewed: Set<string>;
}

interface Vendor {
  readonly slugs: string;
  readonly contract: string;
  readonly erasure: string;
}

const dayOf = (instant: string) => instant.slice(0, 10);

export function cleanFiles(): CompanyFiles {
  const vendor = (slugs: string): Vendor => ({ slugs, contract: 'DPA of 2025', erasure: 'api' });
  return {
    left: new Set(),
    vendors: new Map([
      ['Amplitude', vendor('amplitude')],
      ['AWS', vendor('aws-s3')],
      ['Braze', vendor('actions-braze-cloud')],
      ['Google', vendor('google-tag-manager')],
      ['Snowflake', vendor('snowflake')],
    ]),
    classes: new Map([['email', 'personal']]),
    reviewed: new Set(),
  };
}

/** Returns the files as a run on a day reads them. */
export function filesOn(day: number, { users }: World, files: CompanyFiles): readonly InputSource[] {
  const asOf = dayOf(onDay(day));
  const inputs: readonly (readonly [Parameters<typeof inputOf>[0], readonly string[]])[] = [
    [
      'roster',
      [
        'email,status,leftOn',
        ...users.map(({ id, email }) =>
          files.left.has(id) ? `${email},left,${dayOf(onDay(-10))}` : `${email},active,`,
        ),
      ],
    ],
    [
      'vendors',
      [
        'vendor,slugs,country,role,contract,reviewedOn,personalData,phi,regions,erasure',
        ...[...files.vendors].map(
          ([name, { slugs, contract, erasure }]) =>
            `${name},${slugs},DE,processor,${contract},${dayOf(onDay(-60))},yes,no,eu|us,${erasure}`,
        ),
      ],
    ],
    ['data-classification', ['property,class', ...[...files.classes].map((row) => row.join(','))]],
    ['approvals', ['subject,approvedOn,approverRole', `destinations/of-old,${dayOf(onDay(-60))},CISO`]],
    ['reviews', ['event,reviewedOn,reviewerRole', ...[...files.reviewed].map((id) => `${id},${asOf},CISO`)]],
  ];
  return inputs.map(([name, rows]) => inputOf(name, rows, asOf));
}
