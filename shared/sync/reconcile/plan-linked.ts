import { decideLinked } from '../../rules/decision-table';
import { directionFor, recordRules } from '../../rules/record-rules';
import type { Digests, Link } from '../ports/state';
import type { Work } from '../work';
import type { LinkedPair } from './gather';
import type { Item } from './item';
import type { Views } from './views';

/** Decides every linked pair by the table of spec section 2. */
export function planLinked(work: Work, views: Views, pairs: readonly LinkedPair[], orocrmAt: Date): Item[] {
  return pairs.map((pair) => planPair(work, views, pair, orocrmAt));
}

function planPair(work: Work, views: Views, pair: LinkedPair, orocrmAt: Date): Item {
  const { link } = pair;
  const orocrm = pair.orocrm.state === 'there' ? pair.orocrm.record : undefined;
  const outlook = pair.outlook.state === 'there' ? pair.outlook.record : undefined;
  const orocrmState = orocrm ? stateOf(link.orocrmBase, views.digests(views.orocrm(orocrm))) : 'gone';
  const outlookState = outlook ? stateOf(link.outlookBase, views.digests(views.outlook(outlook))) : 'gone';
  const authority = recordRules(work.entity).authority(orocrm, outlook);
  const direction = directionFor(work.policy.direction, authority);
  // An edit of a received invitation is put back: as if OroCRM had changed (spec 5).
  const putBack = authority === 'orocrm' && orocrmState === 'same' && outlookState === 'changed';
  const decided = decideLinked({
    orocrm: putBack ? 'changed' : orocrmState,
    outlook: outlookState,
    direction: direction ?? work.policy.direction,
    conflictResolution: work.policy.conflictResolution,
  });
  // Somebody else's event is read in Outlook, not written: it is neither deleted from there nor made there (spec 5).
  const written = decided === 'delete-outlook' || decided === 'create-outlook';
  const isForeign = outlook ? authority === 'outlook' : link.foreign === true;
  const action = isForeign && written ? 'unlink' : decided;
  const rule = `linked: orocrm ${orocrmState}, outlook ${outlookState}: ${action}`;
  const conflict = orocrmState === 'changed' && outlookState === 'changed';

  switch (action) {
    case 'none':
    case 'update-outlook':
    case 'update-orocrm': {
      if (!orocrm || !outlook) throw new Error(`The rules write to a record that is gone (${rule}).`);
      if (direction === undefined) return noteSeen(link, rule, orocrm.version, outlook.version, orocrmAt);
      const agreed = views.agree(orocrm, outlook, direction);
      if (action === 'none' && !agreed)
        return noteSeen(pair.link, rule, orocrm.version, outlook.version, orocrmAt);
      return {
        act: 'pair',
        rule,
        link,
        orocrm,
        outlook,
        // Both changed to the same values is no conflict (spec 2): the baselines follow, nothing is written.
        write: agreed
          ? 'none'
          : action === 'update-outlook'
            ? 'outlook'
            : action === 'update-orocrm'
              ? 'orocrm'
              : 'none',
        conflict: conflict && !agreed,
        replaces: undefined,
      };
    }
    case 'create-outlook':
      if (!orocrm) throw new Error(`The rules create from a record that is gone (${rule}).`);
      return { act: 'create-outlook', rule, orocrm, replaces: link.outlookId };
    case 'delete-outlook':
      if (!outlook) throw new Error(`The rules delete a record that is gone (${rule}).`);
      return { act: 'collect-deletion', rule, outlook, orocrmId: link.orocrmId };
    case 'unlink':
      // Whichever side is left is remembered, so that it is not taken for a new record (spec 2).
      return orocrm
        ? {
            act: 'note',
            rule,
            sides: ['orocrm'],
            changes: [
              { forget: 'outlook', id: link.outlookId },
              { put: 'orocrm', row: { id: link.orocrmId, state: 'unlinked' } },
            ],
          }
        : {
            act: 'note',
            rule,
            sides: ['outlook'],
            changes: [
              { forget: 'orocrm', id: link.orocrmId },
              { put: 'outlook', row: { id: link.outlookId, state: 'unlinked', mark: outlook?.mark ?? '' } },
            ],
          };
    case 'forget':
      return {
        act: 'note',
        rule,
        sides: [],
        changes: [
          { forget: 'orocrm', id: link.orocrmId },
          { forget: 'outlook', id: link.outlookId },
        ],
      };
  }
}

/** A field without a baseline (a row new in the mapping) counts as same: nobody edited it. */
export function stateOf(base: Digests, now: Digests): 'same' | 'changed' {
  return Object.entries(now).some(([field, digest]) => (base[field] ?? digest) !== digest)
    ? 'changed'
    : 'same';
}

/** Nothing may be done about a difference in this direction; only the versions are noted, the baselines stay. */
function noteSeen(link: Link, rule: string, orocrm: string, outlook: string, orocrmAt: Date): Item {
  const orocrmSeen = settledVersion(orocrm, orocrmAt);
  const seen = link.orocrmSeen === orocrmSeen && link.outlookSeen === outlook;
  return {
    act: 'note',
    rule,
    sides: ['orocrm', 'outlook'],
    changes: seen ? [] : [{ put: 'link', link: { ...link, orocrmSeen, outlookSeen: outlook } }],
  };
}

/**
 * OroCRM's `updatedAt` has whole seconds: a later edit in the same second shows the same version, so a version counts
 * as seen only when it was read after its second had ended.
 */
export function settledVersion(version: string, readAt: Date): string {
  const written = Date.parse(version);
  return Number.isFinite(written) && readAt.getTime() - written >= 2000 ? version : '';
}
