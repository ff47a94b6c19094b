/** The configuration that `init` writes: a comment above what people ask about, values quoted where YAML needs it. */
import { stringify } from 'yaml';
import { isSender } from './init-kinds.ts';
import { type AnswerKey, type Answers, NONE } from './init-questions.ts';

/** Returns the whole file. */
export function configText(answers: Answers): string {
  return isSender(answers) ? sendingText(answers) : readingText(answers);
}

const HEAD = `# Every setting is described in docs/configuration.md; check with: segment-evidence config validate
# Never put a secret here, only a reference to it: env:NAME, file:PATH or secretsmanager:NAME.
`;

/** What only sends stores nothing and signs nothing. */
function sendingText(answers: Answers): string {
  return `${HEAD}
connections:
${connectionText(answers, '  ')}

# Only connections that read evidence need these:
# store: ./evidence
# signing: { key: file:./keys/signing-key.pem }
# fingerprintKey: file:./keys/fingerprint-key.txt

${alertsText(answers)}`;
}

function readingText(answers: Answers): string {
  const value = yamlOf(answers);
  return `${HEAD}
# Where snapshots are kept. Relative paths are relative to this file.
store: ${value('store')}
${bucketText(answers)}
# What seals snapshots. Without it the chain cannot continue. Anyone who has it can forge evidence.
signing:
  key: ${value('signingKey')}

# Fingerprints can only be compared under the same key: keep it as long as the evidence.
fingerprintKey: ${value('fingerprintKey')}

# A page beside each snapshot, to read in a browser.
# report: true

connections:
${connectionText(answers, '  ')}

${alertsText(answers)}
${anchorsText(answers)}`;
}

/** Returns one entry of `connections`, its lines indented. */
export function connectionText(answers: Answers, indent: string): string {
  const lines = isSender(answers) ? senderLines(answers) : readerLines(answers);
  return lines.map((line) => `${indent}${line}`).join('\n');
}

function senderLines(answers: Answers): readonly string[] {
  const value = yamlOf(answers);
  const { baseUrl, concurrency, shareLimitsWith } = answers;
  return [
    '# Only sends, for canary and the channel segment; see docs/write-keys.md. Collecting never uses it.',
    `- name: ${value('name')}`,
    '  type: write-key',
    "  # Decides the host. What goes to the other region's host is lost, and no error is returned.",
    `  region: ${value('region')}`,
    '  # Where the write key is kept, never the key itself. It is looked up whenever it is used.',
    `  writeKey: ${value('writeKey')}`,
    ...(baseUrl === undefined ? [] : [`  baseUrl: ${value('baseUrl')}`]),
    '  # Id of the workspace that the source is in: canary then asks nobody who reads another one.',
    '  # workspace: 9aQ1Lj62S4bomZKLF4DPqW',
    '  # Requests under way at once, 1 to 25; or the limits of another connection, with which it shares them.',
    concurrency === undefined ? '  # concurrency: 4' : `  concurrency: ${concurrency}`,
    shareLimitsWith === undefined
      ? '  # shareLimitsWith: acme-production'
      : `  shareLimitsWith: ${value('shareLimitsWith')}`,
  ];
}

function readerLines(answers: Answers): readonly string[] {
  const value = yamlOf(answers);
  const { role, baseUrl, concurrency, shareLimitsWith } = answers;
  return [
    '# The name is the folder of the evidence: a new name begins a new chain.',
    `- name: ${value('name')}`,
    `  region: ${value('region')}`,
    `  token: ${value('tokenRef')}`,
    ...(baseUrl === undefined ? [] : [`  baseUrl: ${value('baseUrl')}`]),
    '  # What the token is meant to be; a gap then says that it is less.',
    role === undefined ? '  # declaredRole: Workspace Owner' : `  declaredRole: ${value('role')}`,
    '  # When runs are due: minute, hour, day, month, weekday. What is missed is named in the evidence.',
    `  schedule: ${value('schedule')}`,
    `  timezone: ${value('timezone')}`,
    ...(concurrency === undefined ? [] : [`  concurrency: ${concurrency}`]),
    ...(shareLimitsWith === undefined ? [] : [`  shareLimitsWith: ${value('shareLimitsWith')}`]),
    '  # Day the token was made, for reminders to replace it.',
    '  # tokenIssuedAt: 2026-09-01',
    '  # Features that the workspace does not have: otherwise their resources count as gaps.',
    '  # features: { protocols: true, functions: false }',
  ];
}

function bucketText(answers: Answers): string {
  const { bucketOwner, retentionMode = NONE, retentionDays } = answers;
  const owner =
    bucketOwner === undefined
      ? ''
      : `# The account that owns the bucket; any other owner is refused.\nbucketOwner: "${bucketOwner}"\n`;
  const lock =
    retentionMode === NONE
      ? ''
      : `# Object Lock: how long each snapshot cannot be deleted.\nretention: { mode: ${retentionMode}, days: ${retentionDays} }\n`;
  return owner + lock;
}

function alertsText(answers: Answers): string {
  const { alertChannel = NONE, alertUrl, alertSecret } = answers;
  const value = yamlOf(answers);
  if (alertChannel === NONE) {
    return `# Where changes of a condition are told; see docs/alerts.md. Try it with: segment-evidence test --send-alert
# alerts:
#   - channel: slack
#     url: env:SLACK_WEBHOOK_URL
`;
  }
  return `# Where changes of a condition are told; see docs/alerts.md. Try it with: segment-evidence test --send-alert
alerts:
  - channel: ${alertChannel}
${alertUrl === undefined ? '' : `    url: ${value('alertUrl')}\n`}${alertSecret === undefined ? '' : `    secret: ${value('alertSecret')}\n`}    # Alerts below this severity are not sent.
    # minSeverity: medium
`;
}

function anchorsText(answers: Answers): string {
  const value = yamlOf(answers);
  const isNamed = answers.timestampUrl !== undefined;
  const lines = [
    'anchors:',
    '  timestamp:',
    `    url: ${isNamed ? value('timestampUrl') : 'https://tsa.example/stamp'}`,
    `    ca: ${isNamed ? value('timestampCa') : './keys/timestamp-ca.pem'}`,
  ];
  return [
    '# Who fixes time from outside: a time stamp authority (RFC 3161); see docs/time-stamps.md. It learns a digest',
    '# and the moment, nothing else.',
    ...lines.map((line) => (isNamed ? line : `# ${line}`)),
    '',
  ].join('\n');
}

function yamlOf(answers: Answers): (key: AnswerKey) => string {
  return (key) => stringify(answers[key], { lineWidth: 0 }).trimEnd();
}
