/** What is said of evidence that was not read from Segment's own hosts, and of copies of evidence. */
import type { ConnectionFacts } from '../../answers/pages/site/connection-facts.ts';
import type { Banner } from '../page/document.tsx';

export function notOriginal(
  shown: readonly Pick<ConnectionFacts, 'origins' | 'isCopy'>[],
): Pick<Banner, 'trial' | 'isCopy'> {
  return {
    ...(shown.some(({ isCopy }) => isCopy) ? { isCopy: true } : {}),
    ...trialOf(shown.flatMap(({ origins }) => origins)),
  };
}

function trialOf(origins: ConnectionFacts['origins']): Pick<Banner, 'trial'> {
  if (origins.every((kind) => kind === 'segment')) return {};
  return {
    trial: origins.every((kind) => kind === 'simulator')
      ? 'It was read from the simulator that comes with segment-evidence.'
      : 'Not all of it was read from Segment’s own hosts: each snapshot says where it was read.',
  };
}
