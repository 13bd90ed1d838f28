import type { RestRoute } from './route';
import { taskRoutes } from './tasks';

/** Every call of the older REST that the simulator answers. */
export const restRoutes: readonly RestRoute[] = [...taskRoutes];
