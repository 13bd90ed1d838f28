import type { Desk } from './desk';

/** Contacts: the detail is the job title. */
export const contactDesk: Desk = {
  entity: 'contacts',
  addOrocrm: async (person, lastName, detail) =>
    (await person.addOrocrm({ firstName: 'Some', lastName, jobTitle: String(detail) })).id,
  editOrocrm: async (person, id, detail) => {
    await person.editOrocrm(id, { jobTitle: String(detail) });
  },
  deleteOrocrm: async (person, id) => {
    await person.deleteOrocrm(id);
  },
  orocrm: async (person) =>
    (await person.orocrmContacts()).map((contact) => ({
      ...{ id: String(contact['id']), name: String(contact['lastName']) },
      detail: Number(contact['jobTitle']),
    })),
  addOutlook: async (person, surname, detail, mark) =>
    (await person.addOutlook({ givenName: 'Some', surname, jobTitle: String(detail) }, mark)).id,
  editOutlook: async (person, id, detail) => {
    await person.editOutlook(id, { jobTitle: String(detail) });
  },
  deleteOutlook: async (person, id) => {
    await person.deleteOutlook(id);
  },
  outlook: async (person) =>
    (await person.liveOutlook()).map(({ id, mark, contact }) => ({
      ...{ id, mark, name: String(contact['surname']) },
      detail: Number(contact['jobTitle']),
    })),
};
