/** Examples of what people leave beside the evidence, written by hand: no golden store has any. */

/** Yields name and value of each; of a record's predicate. */
export function* besideExamples(predicate) {
  yield ['approval', approvalExample(predicate)];
  yield* servedExamples(predicate);
}

function approvalExample({ connection, chain, snapshotPath, run, checks, tool }) {
  return {
    schema: 'segment-evidence/approval/v1',
    connection,
    snapshot: {
      chain: chain.number,
      seq: chain.seq,
      snapshotPath,
      startedAt: run.startedAt,
      recordSha256: '0b0f1b43b7c6c1a6f0a5a9d3a8a4a1a3f0d0b7e2c0d55f6e1a7e9c6b1d2f3a4b',
      manifestSha256: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
    },
    seen: {
      status: 'partial',
      gaps: [{ resource: 'users', outcome: 'denied', reason: 'scope' }],
      failingChecks: checks?.fail ?? null,
      page: null,
    },
    approvedAt: '2026-11-22T09:15:02.113Z',
    by: { kind: 'asserted', name: 'Ada Lovelace', user: 'ada' },
    comment: 'Users are read by the other connection: SEC-131.',
    tool: { name: tool.name, version: tool.version },
  };
}

/** What is served knows no golden store: a link is good once. */
function* servedExamples({ connection, tool }) {
  const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-12-31T23:59:59.999Z' };
  yield [
    'report-serve',
    {
      schema: 'segment-evidence/report-serve/v1',
      link: 'http://127.0.0.1:9400/open/Zm9yIGFuIGV4YW1wbGUsIGFuZCBnb29kIGZvciBub3Q',
      expiresAt: '2027-01-04T09:15:00.000Z',
      mode: 'auditor',
      period,
      connections: [connection],
    },
  ];
  yield [
    'access',
    {
      schema: 'segment-evidence/access/v1',
      connection,
      at: '2027-01-04T09:03:11.870Z',
      session: '1b4e28ba',
      number: 4,
      mode: 'auditor',
      period,
      by: { user: 'ada' },
      what: {
        kind: 'file',
        name: `/snapshots/${connection}/1/41/files/data/resources/users.jsonl`,
        bytes: 48_211,
        sha256: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
      },
      tool: { name: tool.name, version: tool.version },
    },
  ];
}
