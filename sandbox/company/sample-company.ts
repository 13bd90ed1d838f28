import type { SandboxMailbox } from '../configure-mailboxes';
import type { RunningGraph } from '../graph/start';
import type { SimulatedOrocrm } from '../orocrm/start';

const people = [
  { username: 'ada', firstName: 'Ada', lastName: 'Byron' },
  { username: 'charles', firstName: 'Charles', lastName: 'Babbage' },
];

/** Fills both simulators with a small company. */
export function seedSampleCompany(orocrm: SimulatedOrocrm, graph: RunningGraph): SandboxMailbox[] {
  return people.map(({ username, firstName, lastName }) => {
    const address = `${username}@example.org`;
    const user = orocrm.addUser({ username, firstName, lastName, email: address });
    graph.human.createUser({
      userPrincipalName: address,
      mail: address,
      givenName: firstName,
      surname: lastName,
    });
    for (let index = 0; index < 50; index += 1) {
      orocrm.addContact({
        owner: user.id,
        firstName: `First ${index}`,
        lastName: 'Oro',
        emails: [`o${index}@example.com`],
        primaryEmail: `o${index}@example.com`,
      });
    }
    graph.human.createContacts(
      address,
      Array.from({ length: 50 }, (_, index) => ({
        givenName: `First ${index + 25}`,
        surname: index < 25 ? 'Oro' : 'Outlook',
      })),
    );
    return { address, userId: user.id };
  });
}
