/**
 * What nobody has told us of Segment's API: each uncertain behaviour, how the program stays right whichever way it
 * goes, and what plays each way. docs/assumptions.md, the manifest's `assumptions` and the tests follow from this list.
 */
import * as z from 'zod';

interface AssumptionFacts {
  /** What is not known. */
  readonly unknown: string;
  /** Why each way ends right. */
  readonly safe: string;
  /** The ways that a run can tell apart, in its own words; none: no answer shows which it was. */
  readonly ways: readonly string[];
  /** What shows it, or where else in the evidence it can be seen. */
  readonly shown: string;
  /** What of the built-in simulator plays each way. */
  readonly played: string;
}

export const ASSUMPTIONS = {
  'refused-token': {
    unknown:
      'What a token gets that is revoked, deleted or of the other region, and whether tokens expire by themselves.',
    safe: '401 and 403 to `GET /` both count, asked twice; then the other region is asked once. An expired token looks like a revoked one: exit code 3 either way, and its age is told from 75 days on.',
    ways: ['401', '403'],
    shown: 'The status of `GET /`.',
    played: '`revoke()`; fault `status` 403 on `getWorkspace`',
  },
  'missing-right': {
    unknown: 'What a token without the right gets: the reference says 401, others report 403.',
    safe: 'Both are `denied`, `scope`, as long as `GET /` answers.',
    ways: ['401', '403'],
    shown: 'Statuses of resources that are `denied`, `scope`.',
    played: '`missingRight`, with the token of a member',
  },
  'missing-feature': {
    unknown: 'What a workspace without a feature or plan gets.',
    safe: '404, 405, 410, 501, and any 4xx that names a feature, plan or subscription, are `unavailable`. 401 and 403 are too where the same token read all users and the resource has never been there; otherwise they are `denied`. None is taken for a dead token. What need not be offered, and never was, is `not-offered`: said, and no gap.',
    ways: ['401', '403', '404', 'other'],
    shown: 'Statuses of resources that are `unavailable`.',
    played: '`features`, by name or with `status` and `body`',
  },
  'refusal-body': {
    unknown: 'Bodies of 401, 403 and of gateways: no published sample; they need not be JSON.',
    safe: 'None decides anything: at most it is searched for the name of a feature, or for a waiting time. None is kept.',
    ways: ['json', 'other'],
    shown: 'The media type of answers of 400 and above.',
    played: '`features` with `body`; fault `status` with `body`',
  },
  'filtered-lists': {
    unknown: 'Whether a token with a small role is refused, or gets shorter lists and a 200.',
    safe: 'Refused: `scope-gap`. Shortened: lists are held against totals, parents, counts and names in other records; what disagrees is `partial`. A list that is short everywhere alike cannot be noticed: take an owner’s token.',
    ways: [],
    shown: 'The outcome of each resource, and `completeness.rules` with `dangling`.',
    played: 'the token of a member; fault `short-list`',
  },
  'permissions-in-lists': {
    unknown: 'Whether lists of users and groups carry `permissions`, which are optional there.',
    safe: 'Who comes without them is asked for one by one; what cannot be read so is `partial`, `field-hidden`.',
    ways: ['listed', 'left-out'],
    shown: 'The first record of each such list.',
    played: '`permissionsInUserList`',
  },
  'missing-under-parent': {
    unknown:
      'What is answered under a record that has none of what is asked for, such as a source without a live plugin.',
    safe: 'A 404 there means that there is none, and a rule says under how many; where all answer so, nothing tells none from not offered, and the resource is `not-offered`. Any other refusal is a gap.',
    ways: [],
    shown: 'Status 404 in the collection log.',
    played: 'the world has sources with and without',
  },
  'reading-leaves-events': {
    unknown:
      'Whether reading the warehouses of profiles writes an audit event each time, as the SDK says that it may.',
    safe: 'They are read only where `collect.include` names them; such an event is kept like any other.',
    ways: [],
    shown: '`type` of the audit events.',
    played: 'nothing rests on it',
  },
  'masked-settings': {
    unknown: 'Which secrets in settings of sources, warehouses and credentials come masked, and how.',
    safe: 'Every string in settings is withheld, masked or not.',
    ways: [],
    shown: '`$masked` beside the fingerprint in the record.',
    played: 'the world has both',
  },
  'media-type': {
    unknown:
      'The media type of answers, and which spellings of a version the server takes (`v1`, `stable`): the API document has the first.',
    safe: 'JSON is read whatever it is called, and no version is asked for as long as none has to be.',
    ways: ['json', 'versioned', 'other'],
    shown: 'The media type of answers with records.',
    played: '`mediaType`',
  },
  'plain-media-type': {
    unknown:
      'Whether all operations answer who asks for `application/json`: Segment says that it means the most stable version there is, also where that is a beta or an alpha.',
    safe: 'What is refused for its media type is asked once more with that of the operation (`application/vnd.segment.v1alpha+json`, `…v1beta+json` or `…v1+json`), and so is the rest of the operation in that run. Each is a request that counts. Refused again it is a gap.',
    ways: ['406', '415'],
    shown: 'Answers with these statuses, and `accept` in the collection log; neither: all were answered.',
    played: '`plainRefused`; fault `status`',
  },
  'last-page': {
    unknown: 'How the last page says that it is the last.',
    safe: '`next` that is absent, `null` or empty ends the list; the total is held against what came.',
    ways: ['absent', 'null', 'empty'],
    shown: '`pagination.next` of last pages.',
    played: '`lastPage`',
  },
  totals: {
    unknown: 'Which lists tell `totalEntries`.',
    safe: 'Where it is told it must agree; where it is not, the list is read to its end (`cursor-exhausted`).',
    ways: ['told', 'left-out'],
    shown: '`pagination` of each page.',
    played: '`totalEntries`',
  },
  'paging-left-out': {
    unknown:
      'Which lists leave `pagination` out, where it is optional, and whether that means that there is no more.',
    safe: 'Fewer records than were asked for: whole. As many: `partial`, `truncated`.',
    ways: ['sent', 'left-out'],
    shown: 'Answers to requests with a count.',
    played: 'fault `transform-json` without `pagination`',
  },
  'cursor-form': {
    unknown: 'What a cursor is made of.',
    safe: 'It is sent back as it came, and never read; one that comes twice ends the list.',
    ways: ['offset', 'other'],
    shown: 'Whether `pagination.next` looks like an offset in base64.',
    played: '`cursors`',
  },
  'moving-lists': {
    unknown: 'Whether a list stands still while its pages are read.',
    safe: 'First and last total, repeats and a second look at the end tell; what moved is `partial`, never `complete`.',
    ways: [],
    shown: '`completeness`: `firstTotal`, `lastTotal`, `rules`, `secondLook`.',
    played: 'faults `changing-total`, `repeat-record`, `repeat-page`',
  },
  'array-queries': {
    unknown: 'How a list is written in a query: repeated, with brackets, or with commas.',
    safe: 'None is ever sent: a list that must be asked for by several values is asked for once for each.',
    ways: [],
    shown: '`query` in the collection log.',
    played: 'nothing to play',
  },
  'rate-limit': {
    unknown:
      'The limit of requests, how a minute is counted, and whether limits of single operations count for the operation or for each record.',
    safe: 'We start below any known limit, pace an operation as a whole, and obey the server; after each reset one request goes to see how many may. What does not fit is `deferred`.',
    ways: [],
    shown: '`rateRemaining` and status 429 in the collection log.',
    played: '`rateLimit`; fault `rate-limited`',
  },
  'rate-headers': {
    unknown: 'Whether every answer tells what is left of the rate.',
    safe: 'Told, it replaces our own pace; otherwise that goes on.',
    ways: ['sent', 'left-out'],
    shown: '`X-RateLimit-Remaining` and `X-RateLimit-Reset` of answers with records.',
    played: '`rateHeaders`',
  },
  'retry-after': {
    unknown: 'In which form a 429 says how long to wait.',
    safe: 'The first that is there is obeyed: `Retry-After` in seconds or as a date, `msBeforeNext` in the body, the reset header; without any, waits double.',
    ways: ['seconds', 'date', 'body', 'reset', 'none'],
    shown: 'Answers with status 429.',
    played: 'fault `rate-limited`; fault `status` 429 with `headers`',
  },
  'member-count': {
    unknown: 'Whether `memberCount` of a group counts who is only invited.',
    safe: 'It must agree one way in all groups of the workspace; mixed is `partial`, `count-mismatch`.',
    ways: ['members', 'members-and-invites'],
    shown: 'Groups that have invites.',
    played: '`memberCount` in `world.groups`',
  },
  'event-order': {
    unknown: 'In which order audit events come.',
    safe: 'Order means nothing: records are sorted by id.',
    ways: ['newest-first', 'oldest-first', 'other'],
    shown: 'The times in each page of them.',
    played: '`order`',
  },
  'late-events': {
    unknown: 'How long after what it tells of an audit event can be read.',
    safe: 'A run asks up to five minutes before its start, the next one from five minutes before that: what comes up to ten minutes late is read. What comes later is not, and nothing else shows it.',
    ways: [],
    shown: '`startTime` and `endTime` in the collection log.',
    played: 'fault `transform-json` on `listAuditEvents`',
  },
  'event-names': {
    unknown: 'All names of audit events, among them those about tokens; older ones are written with dots.',
    safe: 'Every event is kept, whatever its name. Removals are known by their last words in either spelling.',
    ways: ['words', 'dotted'],
    shown: '`type` of the events.',
    played: 'fault `transform-text` on `listAuditEvents`',
  },
} as const satisfies Readonly<Record<string, AssumptionFacts>>;

type Facts = typeof ASSUMPTIONS;
export type AssumptionId = keyof Facts;

/** Which way an assumption went: what an answer showed. */
export type Way = { [Id in AssumptionId]: readonly [Id, Facts[Id]['ways'][number]] }[AssumptionId];

export const assumptionIds = Object.keys(ASSUMPTIONS) as readonly AssumptionId[];

/** Of each assumption that a run met: the ways, sorted. */
export const metWays = z.strictObject(
  Object.fromEntries(
    assumptionIds.flatMap((id) => {
      const ways: readonly string[] = ASSUMPTIONS[id].ways;
      return ways.length === 0 ? [] : [[id, z.array(z.enum(ways)).min(1).optional()]];
    }),
  ) as Record<string, z.ZodOptional<z.ZodArray<z.ZodEnum<Record<string, string>>>>>,
);

export type MetWays = z.infer<typeof metWays>;
