/** How many files and connections this process may have open at once. */

/** What is left for everything but runs: outputs, the status server, libraries. */
const SPARE = 64;
/** Where the system does not say, as on Windows. */
const USUAL = 1024;
/** Of one run besides its connections to Segment: store (eight files at once), temporary files, channels. */
const OF_A_RUN = 16;

/** Returns how many descriptors the runs of this process may take together. */
export function descriptorsForRuns(): number {
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } };
  };
  const limit = userLimits?.open_files?.soft;
  return Math.max(1, (typeof limit === 'number' ? limit : USUAL) - SPARE);
}

/** Returns how many a run takes at most, that asks so many things of Segment at once. */
export function descriptorsOf({ concurrency }: { readonly concurrency: number }): number {
  return concurrency + OF_A_RUN;
}

/** Returns whether a code of the system says that no more can be opened, here or in all of it. */
export function isShortOfDescriptors(code: unknown): boolean {
  return typeof code === 'string' && /^E[MN]FILE$/.test(code);
}

/** What to do about it. */
export const MORE_DESCRIPTORS =
  'Let this process open more files: `ulimit -n 1024`, or LimitNOFILE=1024 in its unit; or let fewer programs run here.';
