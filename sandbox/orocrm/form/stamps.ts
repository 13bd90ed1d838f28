import type { EntityType } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import { differs, type Draft } from './draft';
import type { UnitOfWork } from './unit-of-work';

/** Rows of their own, or tables of links: a change there is no change of the contact's row. */
const contactLists: ReadonlySet<string> = new Set(['emails', 'phones', 'primaryEmail', 'primaryPhone']);
const rowsOfTheirOwn: Partial<Record<EntityType, ReadonlySet<string>>> = {
  contacts: contactLists,
  tasks: new Set(['reminders']),
};
const times: ReadonlySet<string> = new Set(['createdAt', 'updatedAt']);
const authors: ReadonlySet<string> = new Set(['createdBy', 'updatedBy']);
const none: ReadonlySet<string> = new Set();

function rowChanged(draft: Draft): boolean {
  const except = new Set([...times, ...(rowsOfTheirOwn[draft.type] ?? none)]);
  return differs(draft, 'attributes', except) || differs(draft, 'toOne', authors);
}

function addressesChanged(contact: Draft, drafts: readonly Draft[]): boolean {
  return drafts.some(
    (draft) =>
      draft.type === 'contactaddresses' &&
      (draft.toOne['owner'] === contact.id || draft.before?.toOne['owner'] === contact.id) &&
      (draft.before === undefined || draft.deleted || rowChanged(draft) || differs(draft, 'toMany', none)),
  );
}

/** Whether `updatedAt` of the record moves (reference section 6.3: OroCRM looks at the record's own row only). */
function touched(draft: Draft, drafts: readonly Draft[], world: World): boolean {
  if (rowChanged(draft)) return true;
  if (draft.type !== 'contacts') return draft.type === 'users' && differs(draft, 'toMany', none);
  if (!world.settings.touchOnLists) return false;
  return differs(draft, 'attributes', times) || addressesChanged(draft, drafts);
}

function contactsToTouch(drafts: readonly Draft[], unit: UnitOfWork, world: World): Draft[] {
  if (!world.settings.touchOnLists) return [];
  const owners = drafts
    .filter(({ type }) => type === 'contactaddresses')
    .map((address) => address.toOne['owner'] ?? address.before?.toOne['owner'])
    .filter((owner) => owner !== undefined && owner !== null);
  return [...new Set(owners)].flatMap((owner) => unit.open('contacts', owner) ?? []);
}

/** Sets `createdAt`, `updatedAt` (whole seconds) and who did it. Times set by hand stay. */
export function stamp(
  drafts: readonly Draft[],
  unit: UnitOfWork,
  world: World,
  viewer: Viewer | undefined,
): void {
  const now = world.clock.stamp();
  for (const draft of new Set([...drafts, ...contactsToTouch(drafts, unit, world)])) {
    if (draft.deleted) continue;
    const byHand = draft.submitted.has('updatedAt');
    if (draft.before === undefined) {
      draft.attributes['createdAt'] ??= now;
      draft.attributes['updatedAt'] ??= now;
    } else if (!byHand && touched(draft, drafts, world)) {
      draft.attributes['updatedAt'] = now;
    } else continue;
    if (viewer === undefined || (draft.type !== 'contacts' && draft.type !== 'tasks')) continue;
    if (draft.before === undefined) draft.toOne['createdBy'] ??= viewer.user.id;
    if (draft.type === 'contacts') draft.toOne['updatedBy'] = viewer.user.id;
  }
}
