/** Who belongs to which group, in SQL: what `evidence/records/members.ts` gives. */
/** The table `memberships` of user_id, group_id and n. */
export const membershipsSql: readonly [string, string] = [
  'memberships',
  `SELECT data->>'$.id' AS user_id, parent->>'$.groupId' AS group_id, n FROM group_members WHERE json_type(data, '$.id') = 'VARCHAR' AND (parent->>'$.groupId') IS NOT NULL`,
];
