import type { RestRoute } from './route';

/** Tasks in the older REST (reference section 2). */
export const taskRoutes: readonly RestRoute[] = [
  { method: 'GET', path: '/tasks', entity: 'tasks', handle: () => ({ status: 200, body: [] }) },
];
