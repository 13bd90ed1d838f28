import { contactDesk } from '../support/desks/contact-desk';
import { playRows } from '../support/rows-over-sandbox';

playRows(contactDesk);
