import type { SandboxMailbox } from '../configure-mailboxes';
import type { RunningGraph } from '../graph/start';
import type { SimulatedOrocrm } from '../orocrm/start';

export function loadSeed(
  files: readonly string[],
  _orocrm: SimulatedOrocrm,
  _graph: RunningGraph,
  _print: (line: string) => void,
): SandboxMailbox[] {
  throw new Error(`Cannot load ${files.join(', ')}.`);
}
