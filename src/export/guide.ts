/** `VERIFY.md`: how whoever holds an export checks it without us, in the order in which somebody does it. */
import type { ExportFacts } from '../../schemas/export-facts.ts';

export interface GuideOf {
  readonly facts: ExportFacts;
  /** Key ids of who signed the records in it. */
  readonly signers: readonly string[];
}

const IN_A_BROWSER = [
  '1. Unpack the ZIP file (Windows: right click, *Extract All*; macOS: double click), and open the folder that comes of it.',
  '2. Open `verify.html` in it with a double click. Whoever doubts this folder takes that file from the package of the',
  '   program instead: it can check this folder from anywhere.',
  '3. Drop the folder, or the ZIP file, on its field below *1. The evidence*.',
  '4. Drop the public key on the field below *2. What you got from somewhere else*, and compare the fingerprint that it shows.',
  '5. Press *Check the evidence*, and read: INTACT, NOT INTACT or CANNOT JUDGE. Nothing leaves your computer.',
];

/** Returns the text. */
export function guideText({ facts, signers }: GuideOf): string {
  const { connection, from, to, chains, leftOut, derived } = facts;
  const lines = [
    `# ${derived === undefined ? 'Evidence' : 'Pseudonymised copy of evidence'} of ${connection}, ${from} to ${to}`,
    '',
    ...derivedLines(facts),
    'What was read from a Twilio Segment workspace, as it was sealed then. Nothing in this folder has to be believed: every',
    'file of evidence is listed in a record, and every record is signed and names the one before it.',
    '',
    '## Before you begin: whose key',
    '',
    ...trustOf(facts),
    ...signedBy(signers),
    'An id is the SHA-256 of the key: `openssl pkey -pubin -in KEY.pem -outform DER | sha256sum`.',
    'If you kept a receipt of this evidence from before, give it too: it shows whether anything was made anew since.',
    '',
    '## Check everything',
    '',
    'With a browser alone, on Windows, macOS or Linux, in five steps:',
    '',
    ...IN_A_BROWSER,
    '',
    'Or:',
    '',
    '- With `openssl` and a shell, as on any Linux or macOS: `sh verify.sh KEY.pem [RECEIPT.txt …] [STAMP.tsr …] [CA.pem …]`',
    '- With the program: `segment-evidence verify EXPORT.zip --key KEY.pem`, or the folder in place of the ZIP file',
    '- Nothing but that no file was damaged: `sha256sum -c manifest-sha256.txt` (macOS: `shasum -a 256 -c`)',
    '',
    'All of them end with 0 where everything is as it was signed, with 6 where anything is not, and with 7 where it cannot be',
    'judged, as without a key.',
    '',
    '## What is in here',
    '',
    ...evidenceLines(facts),
    '- `data/answers/`: populations, what changed and the calendar as workbooks, and the SQL that gives the same populations',
    '  from the evidence. They are made from what is in here alone, and are no evidence: make them again to be sure',
    '- `data/report/period.html`: the same as a page to read, made from what is in here alone too',
    '',
    ...chains.flatMap(chainLines),
    ...(leftOut.length === 0
      ? []
      : ['', '## What is not in here', '', ...leftOut.map((each) => `- ${each}`)]),
    '',
  ];
  return lines.join('\n');
}

/** Folders of which a copy of evidence has none are not named in it. */
const evidenceLines = ({ connection, derived }: ExportFacts): readonly string[] => [
  `- \`data/segment-evidence/v1/${connection}/\`: the evidence, ${derived === undefined ? 'byte by byte as it was stored' : 'made anew without people'}: \`chain/\` the signed records,`,
  ...(derived === undefined
    ? [
        '  `snapshots/` what each run read, `receipts/` and `anchors/` what fixes records in time, `reviews/` access reviews,',
        '  `approvals/` who approved a run, `manual/` what was handed in, `keys/` public keys. Empty folders are not there',
      ]
    : ['  `snapshots/` what each run read, `keys/` the public key of this copy']),
];

function chainLines({ number, logId, first, size }: ExportFacts['chains'][number]): readonly string[] {
  const log = `Chain ${number} (log id ${logId})`;
  if (first === null)
    return [`${log}: no record, and the hashes of all its ${size}, since a later chain continues it.`];
  const range = first === size - 1 ? `record ${first}` : `records ${first} to ${size - 1}`;
  if (first === 0) return [`${log}: ${range}, from its beginning.`];
  const earlier =
    first === 1
      ? ''
      : ` Of the ${first - 1} before that only hashes are in here: from them the root that each record signs is computed again, and what they say stays private.`;
  return [`${log}: ${range} with their snapshots, and record ${first - 1} without its snapshot.${earlier}`];
}

/** What must be known of a copy before anything in it is read. */
function derivedLines({ derived }: ExportFacts): readonly string[] {
  if (derived === undefined) return [];
  return [
    '**This is not the original evidence.** It was made from it: in place of addresses, names and ids of people there are',
    'pseudonyms, the same for the same person in all of it, and others in every other copy. Nobody can compute them back: the',
    'key is gone. It was signed by a key that was made for this copy alone, so its signatures show what was changed since, and',
    'not who collected it. Whoever has the original can see that this was made from it: each record names in',
    '`derived.recordSha256` the SHA-256 of the file of the record that it was made from; the last ones are',
    '',
    ...derived.source.heads.map(
      ({ number, seq, recordSha256 }) => `    record ${seq} of chain ${number}: ${recordSha256}`,
    ),
    '',
    'Changed:',
    '',
    ...derived.changed.map((each) => `- ${each}`),
    '',
    'Counts, outcomes and answers are those of the original. Somebody who is known by no address, name or id in a field for people cannot be',
    'recognised where a text speaks of him; what a row holds besides a pseudonym may tell somebody who knows the company.',
    '',
  ];
}

const signedBy = (signers: readonly string[]): readonly string[] => [
  `Compare its id; the records in here were signed by ${signers.length === 1 ? 'the key' : 'the keys'}`,
  '',
  ...signers.map((keyId) => `    ${keyId}`),
  '',
];

/** Where trust comes from. */
const trustOf = ({ connection, derived }: ExportFacts): readonly string[] => [
  `Get the public key from ${derived === undefined ? 'its owner' : 'whoever made this copy'} by another way than this folder: whoever could change the evidence could change the`,
  `key beside it. The files in \`data/segment-evidence/v1/${connection}/keys/\` are a convenience, and no reason for trust.`,
];
