import { taskDesk } from '../support/desks/task-desk';
import { playRows } from '../support/rows-over-sandbox';

playRows(taskDesk);
