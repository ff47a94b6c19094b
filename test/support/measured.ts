/** What a command cost its process: time of the processor, which no busy machine stretches, and memory. */
import type { Ran, Workplace } from './cli.ts';

const REPORT = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write('\\ncost ' + JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]));
})`;

export interface Measured extends Ran {
  readonly cpuSeconds: number;
  /** The most memory that was resident, in MiB. */
  readonly residentMb: number;
}

/** As docs/deployment.md advises. */
const ADVISED = '--max-semi-space-size=4 ';
/** Newer versions of Node take more memory unless they are told otherwise. */
const NEEDS_ADVICE = Number(process.versions.node.split('.')[0]) > 20;

/** Runs a command in a workplace, and says what it cost. */
export async function runMeasured(
  place: Workplace,
  args: readonly string[],
  isAdvised = NEEDS_ADVICE,
): Promise<Measured> {
  const env = {
    NODE_OPTIONS: `${isAdvised ? ADVISED : ''}--import=data:text/javascript,${encodeURIComponent(REPORT)}`,
  };
  const ran = await place.run(args, { env });
  const [stderr = '', cost] = ran.stderr.split('\ncost ');
  if (cost === undefined) throw new Error('expected a command in a process of its own, to be measured');
  const [cpuSeconds = Number.NaN, residentMb = Number.NaN] = JSON.parse(cost) as number[];
  return { ...ran, stderr, cpuSeconds, residentMb };
}
