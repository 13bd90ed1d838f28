import { numbers, type Subject } from './subject';

/** Due on a day of the next weeks; a day that is none of a month's ends. */
const day = (index: number): string => `2031-03-${String((index % 28) + 1).padStart(2, '0')}`;

export const tasks: Subject = {
  entity: 'tasks',
  usual: 1000,

  fill({ orocrm, graph, address, userId }, from, size) {
    if (from === 'outlook') {
      graph.human.todo.addMany(
        address,
        numbers(size).map((index) => ({
          title: `Task ${index}`,
          due: day(index),
          status: index % 4 === 0 ? 'inProgress' : 'notStarted',
        })),
      );
      return;
    }
    for (const index of numbers(size)) {
      orocrm.addTask({
        owner: userId,
        subject: `Task ${index}`,
        dueDate: `${day(index)}T10:00:00Z`,
        status: index % 4 === 0 ? 'in_progress' : 'open',
      });
    }
  },

  change({ orocrm, graph, address, userId }, from, amount) {
    if (from === 'outlook') {
      for (const { id } of graph.human.todo.tasks(address).slice(0, amount))
        graph.human.todo.edit(address, id, { importance: 'high' });
      return;
    }
    for (const { id } of orocrm.tasks.list(userId).slice(0, amount))
      orocrm.tasks.change(id, { taskPriority: 'high' });
  },
};
