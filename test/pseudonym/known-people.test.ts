/** Which fields are people's: those that schemas mark, and no field that sounds like one is left unmarked. */

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { resources } from '../../schemas/resources/index.ts';
import { KnownPeople, personFieldsOf } from '../../src/pseudonym/known-people.ts';

const marked = Object.fromEntries(
  resources
    .map(
      ({ name, record }) =>
        [name, personFieldsOf(record).map(({ path, mark }) => `${path.join('/')}: ${mark}`)] as const,
    )
    .filter(([, fields]) => fields.length > 0),
);

/** Paths of all texts of a schema. */
function textsIn(schema: z.ZodType, path: string): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return textsIn(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodArray) return textsIn(schema.element as z.ZodType, `${path}/*`);
  if (!(schema instanceof z.ZodObject)) return schema instanceof z.ZodString ? [path] : [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
    textsIn(field, path === '' ? name : `${path}/${name}`),
  );
}

describe('fields of people', () => {
  it('are these', () => {
    expect(marked).toEqual({
      users: ['id: id', 'name: name', 'email: address'],
      invites: ['email: address'],
      'group-members': ['id: id', 'name: name', 'email: address'],
      'group-invites': ['email: address'],
      'audit-events': [
        'actor: id',
        'actorEmail: address',
        'resourceId: subject-id',
        'resourceName: subject-name',
      ],
      functions: ['createdBy: id'],
      'live-plugins': ['createdBy: id'],
      audiences: ['createdBy: id', 'updatedBy: id'],
      'computed-traits': ['createdBy: id', 'updatedBy: id'],
    });
  });

  it('are all that sound like one', () => {
    const sounding = resources.flatMap(({ name, record }) =>
      textsIn(record, '')
        .filter((path) => /(?:By|mail|[aA]ctor|[oO]wner|userId)$/.test(path))
        .map((path) => [name, path] as const),
    );
    expect(sounding.length).toBeGreaterThan(5);
    expect(
      sounding.filter(([name, path]) => marked[name]?.some((each) => each.startsWith(`${path}: `)) !== true),
    ).toEqual([]);
  });

  it('of an event are those of what it is about, where that is a person', () => {
    const people = new KnownPeople(resources);
    const event = { actor: 'usr1', resourceId: 'r1', resourceName: 'Web Shop' };
    people.take('audit-events', { ...event, resourceType: 'Source' });
    people.take('audit-events', { ...event, resourceId: 'usr2', resourceName: 'Ada', resourceType: 'user' });
    people.take('audit-events', { ...event, resourceName: 'eve@acme.example', resourceType: 'User Invite' });

    expect([...people.all('name')]).toEqual(['Ada']);
    expect([...people.all('id')]).toEqual(['usr1', 'usr2', 'r1']);
    expect([...people.all('address')]).toEqual(['eve@acme.example']);
  });
});
