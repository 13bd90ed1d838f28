import type { Route } from '../http/route';
import type { GraphState } from '../state/graph-state';
import { calendarViewRoutes } from './calendar-view';
import { calendarRoutes } from './calendars';
import { contactFolderRoutes } from './contact-folders';
import { contactRoutes } from './contacts';
import { contactDeltaRoutes } from './contacts-delta';
import { eventActionRoutes } from './event-actions';
import { eventRoutes } from './events';
import { linkedResourceRoutes } from './linked-resources';
import { mailboxSettingsRoutes } from './mailbox-settings';
import { notGrantedRoutes } from './not-granted';
import { taskRoutes } from './tasks';
import { todoDeltaRoutes } from './todo-delta';
import { todoListRoutes } from './todo-lists';
import { userRoutes } from './users';

/** Every operation below `/v1.0` but `$batch`. */
export function graphRoutes(state: GraphState): Route[] {
  return [
    ...userRoutes(state),
    ...mailboxSettingsRoutes(state),
    ...contactFolderRoutes(state),
    ...contactRoutes(state),
    ...contactDeltaRoutes(state),
    ...calendarRoutes(state),
    ...eventRoutes(state),
    ...eventActionRoutes(state),
    ...calendarViewRoutes(state),
    ...todoListRoutes(state),
    ...todoDeltaRoutes(state),
    ...taskRoutes(state),
    ...linkedResourceRoutes(state),
    ...notGrantedRoutes(),
  ];
}
