import { agree, putOrocrm, putOutlook } from '../../mapping/put';
import { viewOfOrocrm, viewOfOutlook } from '../../mapping/view';
import type { Put, View } from '../../mapping/lens';
import { digestsOf, digestOf } from '../../records/digest';
import { keyDigest } from '../../records/key';
import type { Digest } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import type { Direction } from '../../rules/policy';
import { recordRules } from '../../rules/record-rules';
import type { Digests } from '../ports/state';
import type { AnyMapping, Work } from '../work';

/** Views, digests and keys of the records of one message, under one mapping. */
export class Views {
  private constructor(
    private readonly mapping: AnyMapping,
    private readonly work: Work,
  ) {}

  static async of(
    work: Work,
    orocrm: readonly OrocrmRecord[],
    outlook: readonly OutlookRecord[],
  ): Promise<Views> {
    return new Views(await work.adapters.mapping(orocrm, outlook), work);
  }

  orocrm(record: OrocrmRecord): View {
    return viewOfOrocrm(this.mapping, record);
  }

  outlook(record: OutlookRecord): View {
    return viewOfOutlook(this.mapping, record);
  }

  digests(view: View): Digests {
    return digestsOf(this.work.digestKey, view);
  }

  content(view: View): Digest {
    return digestOf(this.work.digestKey, view);
  }

  key(view: View): Digest | '' {
    return keyDigest(this.work.digestKey, this.work.entity, view, this.work.policy.keyFields);
  }

  /** Whether nothing is left to write in the direction in which this pair is synchronised (spec 5). */
  agree(orocrm: OrocrmRecord, outlook: OutlookRecord, direction: Direction): boolean {
    return agree(this.mapping, orocrm, outlook, direction);
  }

  /** Whether somebody else organises it in Outlook (spec 5). */
  isForeign(outlook: OutlookRecord): boolean {
    return recordRules(this.work.entity).authority(undefined, outlook) === 'outlook';
  }

  putOrocrm(target: OrocrmRecord | undefined, source: OutlookRecord): Put<OrocrmRecord> {
    return putOrocrm(this.mapping, target ?? this.mapping.blankOrocrm, source);
  }

  putOutlook(target: OutlookRecord | undefined, source: OrocrmRecord): Put<OutlookRecord> {
    return putOutlook(this.mapping, target ?? this.mapping.blankOutlook, source);
  }

  /** The properties of a record that these mapped fields touch, under that side's own names. */
  orocrmProperties(record: OrocrmRecord, fields: readonly string[]): Readonly<Record<string, unknown>> {
    return pick(
      record,
      this.mapping.rows.filter((row) => fields.includes(row.field)).flatMap((row) => row.orocrm),
    );
  }

  outlookProperties(record: OutlookRecord, fields: readonly string[]): Readonly<Record<string, unknown>> {
    return pick(
      record,
      this.mapping.rows.filter((row) => fields.includes(row.field)).flatMap((row) => row.outlook),
    );
  }

  get fields(): readonly string[] {
    return this.mapping.rows.map((row) => row.field);
  }
}

/** An absent value is kept as null: a row at rest has no undefined, and "none" must be restorable. */
function pick(record: object, names: readonly string[]): Readonly<Record<string, unknown>> {
  const all = new Map<string, unknown>(Object.entries(record));
  return Object.fromEntries([...new Set(names)].map((name) => [name, all.get(name) ?? null]));
}
