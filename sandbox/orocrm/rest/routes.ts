import { calendarEventRoutes } from './calendar-events';
import { calendarRoutes } from './calendars';
import type { RestRoute } from './route';
import { taskRoutes } from './tasks';
import { workflowRoutes } from './workflow';

/** Every call of the older REST that the simulator answers. */
export const restRoutes: readonly RestRoute[] = [
  ...taskRoutes,
  ...workflowRoutes,
  ...calendarRoutes,
  ...calendarEventRoutes,
];
