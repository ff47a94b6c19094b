/** What the demo tells a newcomer: what happened, where it is, and how to check it without this program. */
import type { Simulator } from '../simulator/simulator.ts';
import type { CommandOutput } from './command.ts';

export interface DemoFacts {
  /** The demo's folder as the reader can type it. */
  readonly place: string;
  readonly publicKey: string;
  readonly collected: CommandOutput;
  readonly verified: CommandOutput;
  readonly simulator: Pick<Simulator, 'workspace' | 'requests'>;
}

/** Returns the demo's summary. */
export function describeDemo({ place, publicKey, collected, verified, simulator }: DemoFacts): string {
  const [run] = collected.json['runs'] as readonly { readonly snapshot?: string }[];
  const snapshot = run?.snapshot === undefined ? undefined : `${place}/evidence/${run.snapshot}`;
  const title = `A simulated workspace, "${simulator.workspace.name}": nothing here is about a real company.`;
  return [
    title,
    '',
    'COLLECTED',
    collected.text,
    '',
    'VERIFIED, as an auditor would with the public key',
    verified.text,
    '',
    'WHERE IT IS',
    `  evidence     ${place}/evidence`,
    ...(snapshot === undefined ? [] : [`  snapshot     ${snapshot}`]),
    `  public key   ${publicKey}`,
    `  settings     ${place}/evidence.config.yaml`,
    '',
    'TRY',
    `  npx segment-evidence verify ${place}/evidence --key ${publicKey}`,
    ...(snapshot === undefined ? [] : [`  (cd ${snapshot} && sha256sum -c manifest-sha256.txt)`]),
    `  npx segment-evidence status --config ${place}/evidence.config.yaml`,
    '  docs/verify-by-hand.md checks the signature with openssl alone.',
  ].join('\n');
}
