import { numbers, type Subject } from './subject';

export const contacts: Subject = {
  entity: 'contacts',
  usual: 2000,

  fill({ orocrm, graph, address, userId }, from, size) {
    if (from === 'outlook') {
      graph.human.createContacts(address, numbers(size).map(outlookContact));
      return;
    }
    for (const index of numbers(size)) {
      const email = `person${index}@example.com`;
      orocrm.addContact({
        ...{ owner: userId, firstName: `Given ${index}`, lastName: `Surname ${index}`, jobTitle: 'Engineer' },
        ...{ emails: [email], primaryEmail: email, phones: [`030 ${index}`], primaryPhone: `030 ${index}` },
        addresses: [
          {
            ...{ types: ['billing'], street: `Street ${index}`, city: 'Berlin' },
            ...{ postalCode: '10115', country: 'DE' },
          },
        ],
      });
    }
  },

  change({ orocrm, graph, address, userId }, from, amount) {
    const jobTitle = 'Director';
    if (from === 'outlook') {
      for (const { id } of graph.human.contacts(address).slice(0, amount))
        graph.human.editContact(address, id, { jobTitle });
      return;
    }
    for (const { id } of orocrm.contacts.list(userId).slice(0, amount))
      orocrm.contacts.change(id, { jobTitle });
  },
};

const outlookContact = (index: number) => ({
  ...{ givenName: `Given ${index}`, surname: `Surname ${index}`, jobTitle: 'Engineer' },
  emailAddresses: [{ name: `Given ${index}`, address: `person${index}@example.com` }],
  businessAddress: {
    street: `Street ${index}`,
    city: 'Berlin',
    postalCode: '10115',
    countryOrRegion: 'Germany',
  },
});
