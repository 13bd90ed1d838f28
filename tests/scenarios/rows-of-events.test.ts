import { eventDesk } from '../support/desks/event-desk';
import { playRows } from '../support/rows-over-sandbox';

playRows(eventDesk);
