/** The words that the format and its own texts are made of: by them alone nobody is told. */
import { resources } from '../../schemas/resources/index.ts';
import { vocabularyOf } from '../../schemas/vocabulary.ts';
import { checks } from '../checks/index.ts';
import { foldedWords } from '../pseudonym/words.ts';

const OWN =
  'segment evidence twilio system api token user users workspace owner admin unknown invalid company';

/** Returns them in lower case. A name in two cases, as a member's is, is its parts too. */
export function ordinaryWords(): ReadonlySet<string> {
  const said = checks.map(({ ask: _, params: __, ...facts }) => JSON.stringify(facts));
  const text = [OWN, vocabularyOf(resources), ...said].join('\n');
  return new Set([...foldedWords(text), ...foldedWords(text.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '))]);
}
