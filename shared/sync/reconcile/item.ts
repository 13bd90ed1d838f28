import type { OrocrmId, OutlookId } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import type { Link, RecordChange } from '../ports/state';

/**
 * What is to be done about one record or pair: plain data between planning (which decides) and execution (which
 * writes). `rule` names the row of the rules that decided.
 */
export type Item =
  | {
      readonly act: 'pair';
      readonly rule: string;
      /** The link as it was; undefined when the pair is made now (then Outlook gets its mark). */
      readonly link: Link | undefined;
      readonly orocrm: OrocrmRecord;
      readonly outlook: OutlookRecord;
      readonly write: 'orocrm' | 'outlook' | 'none';
      readonly conflict: boolean;
      /** An Outlook record that this one takes the place of. */
      readonly replaces: OutlookId | undefined;
    }
  | {
      readonly act: 'create-outlook';
      readonly rule: string;
      readonly orocrm: OrocrmRecord;
      /** The Outlook record that is gone and made again. */
      readonly replaces: OutlookId | undefined;
    }
  /** Depends on what another record of the same message becomes: looked at again after it. */
  | { readonly act: 'later'; readonly outlook: OutlookRecord }
  | { readonly act: 'create-orocrm'; readonly rule: string; readonly outlook: OutlookRecord }
  | { readonly act: 'clear-stamp'; readonly rule: string; readonly outlook: OutlookRecord }
  | {
      readonly act: 'collect-deletion';
      readonly rule: string;
      readonly outlook: OutlookRecord;
      readonly orocrmId: OrocrmId | '';
    }
  | {
      readonly act: 'note';
      readonly rule: string;
      readonly changes: readonly RecordChange[];
      readonly sides: readonly ('orocrm' | 'outlook')[];
      /** An equal copy of a linked record: the alert names it. */
      readonly twinOf?: OrocrmId;
      readonly outlookId?: OutlookId;
    };
