/** Who can log in and what each may do, through which group; and who is invited. */
import type { PopulationFacts } from '../../answers/pages/population-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { FactsTable } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';
import { countOf, totalOf } from './overview.tsx';
import { NotesOf, Population } from './population.tsx';

export function peopleView({ populations }: SnapshotFacts): PageView {
  const { users, groups, roles, invites } = populations;
  return {
    id: 'people',
    title: 'People and access',
    question: users.question,
    standing: users.standing,
    nav: { at: 'populations.users.total', value: users.total },
    body: (
      <>
        <Numbers
          numbers={[
            totalOf('People', users),
            countOf('Owners', users, 0),
            countOf('Without any access', users, 1),
            totalOf('Groups', groups),
            totalOf('Invitations not yet accepted', invites),
          ]}
        />
        {users.total !== null && <UserTable users={users} />}
        <Population title="Groups" facts={groups} show={['name', 'gives_ownership', 'members', 'access']} />
        <Population title="Roles" facts={roles} show={['name', 'people', 'holders', 'groups']} />
        <Population title="Invitations" facts={invites} show={['id', 'to_workspace', 'groups']} />
      </>
    ),
  };
}

const UserTable = ({ users }: { readonly users: PopulationFacts }) => (
  <>
    <FactsTable
      facts={users}
      caption="People and what each may do"
      show={['email', 'name', 'is_owner', 'access', 'id']}
    />
    <NotesOf facts={users} />
  </>
);
