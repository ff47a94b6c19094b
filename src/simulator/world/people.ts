/**
 * People: users, groups, memberships and invites, with access that only refers to what exists.
 * The first fourteen users and six groups are a cast with a story (see cast.ts); the rest are staff in teams.
 */
import { createRandom, shortId, sortableId } from '../random.ts';
import { castGroups, castUsers, type PersonPlan } from './cast.ts';
import { type Estate, grantsOf } from './grants.ts';
import type { Permission, Role, User, UserGroup } from './records.ts';
import type { Scale } from './scale.ts';
import { slugOf } from './sources.ts';
import { CONTRACTOR_DOMAIN, companyDomain } from './workspace.ts';
import type { WorkspaceRecord } from './world.ts';

const GIVEN =
  'Ada Amir Anna Bea Bram Carla Chidi Clara Dario Dina Edda Elif Emil Farah Femi Finn Gita Hana Hugo Ida Ines Ivo Jana Jonas Kai Katya Lars Lena Leo Lin Luca Maja Malik Mara Milo Mina Nadia Nils Noor Nora Olga Omar Otto Pia Rafa Ravi Rosa Ruth Sami Sara Selma Tara Theo Timo Uma Vera Viktor Yara Yuki Zoe'.split(
    ' ',
  );
const FAMILY =
  'Abel Adler Akande Alder Andrade Arslan Bakker Banerjee Bauer Bell Berg Bianchi Boateng Brandt Brook Castro Chen Costa Dahl Diallo Dorn Duarte Eriksen Falk Farkas Fischer Fontana Frost Garcia Greco Haas Hale Hansen Haddad Hofer Ibrahim Ivanova Janssen Jensen Kaya Keller Khan Kim Klein Kovac Kruse Lang Larsen Lindt Lopez Maier Marino Meyer Moreau Nagy Nakano Novak Nowak Okafor Olsen Ortiz Park Patel Peters Popov Quist Ramos Reyes Ricci Rossi Sato Schulz Silva Simon Singh Sorensen Stein Tanaka Vidal Voss Weber Wolf Yilmaz Zeller'.split(
    ' ',
  );

export interface PeoplePart {
  readonly users: User[];
  readonly groups: UserGroup[];
  readonly groupMembers: Record<string, string[]>;
  readonly groupInvites: Record<string, string[]>;
  readonly invites: string[];
}

export interface PeopleInput extends Estate {
  readonly seed: number;
  readonly scale: Scale;
  readonly workspace: WorkspaceRecord;
  readonly roles: readonly Role[];
}

/** Returns everyone, the groups they are in, and who has been invited. */
export function buildPeople(input: PeopleInput): PeoplePart {
  const { seed, scale } = input;
  const plans = personPlans(input);
  const users = plans.map(
    (plan, index): User => ({
      id: shortId(seed, 'user', index),
      name: plan.name,
      email: plan.email,
      permissions: plan.access.map((access) => grantsOf(access, input)),
    }),
  );
  const part: PeoplePart = { users, groups: [], groupMembers: {}, groupInvites: {}, invites: [] };
  addGroups(part, plans, input);
  const domain = companyDomain(input.workspace);
  for (let index = 0; index < scale.invites; index += 1) {
    const { slug } = nameAt(seed + 1, 700 + index);
    part.invites.push(`${slug}${index}@${index % 5 === 1 ? CONTRACTOR_DOMAIN : domain}`);
  }
  return part;
}

/** Returns a name and its e-mail form; the first 5,000 indexes give different people. */
function nameAt(seed: number, index: number): { name: string; slug: string } {
  const shift = createRandom(seed, 'names').below(GIVEN.length * FAMILY.length);
  const place = (index * 1_009 + shift) % (GIVEN.length * FAMILY.length);
  const given = GIVEN[place % GIVEN.length] ?? 'Ada';
  const family = FAMILY[Math.floor(place / GIVEN.length)] ?? 'Abel';
  return { name: `${given} ${family}`, slug: `${slugOf(given)}.${slugOf(family)}` };
}

function personPlans({ seed, scale, workspace }: PeopleInput): PersonPlan[] {
  const domain = companyDomain(workspace);
  const plans = castUsers((index) => nameAt(seed, index), domain);
  for (let index = plans.length; index < scale.users; index += 1) {
    const random = createRandom(seed, 'person', index);
    const { name, slug } = nameAt(seed, index);
    const round = Math.floor(index / (GIVEN.length * FAMILY.length));
    const host = random.chance(6) ? CONTRACTOR_DOMAIN : domain;
    plans.push({
      name,
      email: `${slug}${round === 0 ? '' : round + 1}@${host}`,
      access: random.chance(8) ? [{ role: 'Source Read-only', on: 'some-sources', pick: index }] : [],
      groups: random.chance(90) ? [6 + random.below(Math.max(1, scale.groups - 6))] : [],
    });
  }
  return plans.slice(0, scale.users);
}

function addGroups(part: PeoplePart, plans: readonly PersonPlan[], input: PeopleInput): void {
  const { seed, scale } = input;
  castGroups(scale.groups).forEach((group, index) => {
    const id = sortableId(seed, 'group', index);
    const members = part.users.filter((_, person) => plans[person]?.groups.includes(index) === true);
    const permissions: Permission[] = group.access.map((access) => grantsOf(access, input));
    part.groups.push({ id, name: group.name, memberCount: members.length, permissions });
    part.groupMembers[id] = members.map((user) => user.id);
    part.groupInvites[id] = group.invited
      ? [`new.${slugOf(group.name)}@${companyDomain(input.workspace)}`]
      : [];
  });
}
