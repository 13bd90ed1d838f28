import type { Simulators } from '../../tenant';

export const sides = ['orocrm', 'outlook'] as const;
export type BenchSide = (typeof sides)[number];

/** Both simulators, and the one person whose mailbox is measured. */
export interface BenchWorld extends Required<{ [K in keyof Simulators]: NonNullable<Simulators[K]> }> {
  readonly address: string;
  /** Id of the OroCRM user. */
  readonly userId: string;
}

/** The name of an entity in the API, which is that of its setting too. */
export type BenchEntity = 'contacts' | 'tasks' | 'calendarEvents';

/** What is measured of one entity. */
export interface Subject {
  readonly entity: BenchEntity;
  /** Records where no other number is asked for. */
  readonly usual: number;
  /** A person enters so many records on a side. */
  fill(world: BenchWorld, from: BenchSide, size: number): void;
  /** A person changes so many of them there. */
  change(world: BenchWorld, from: BenchSide, amount: number): void;
}

export const numbers = (size: number): number[] => Array.from({ length: size }, (_, index) => index);
