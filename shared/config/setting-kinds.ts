import { z } from 'zod';
import { entityFields } from '../records/fields';
import { entityNames, type EntityName } from '../records/record';

/** One kind of values: what is allowed, for a schema and in words, and how a text of the environment is read. */
export interface Kind {
  readonly schema: z.ZodType;
  readonly allowed: string;
  /** What a text stands for; a text that stands for nothing is returned as it is, and refused by the schema. */
  fromText(text: string): unknown;
}

export const choice = (values: readonly [string, ...string[]]): Kind => ({
  schema: z.enum(values),
  allowed: `one of ${values.join(', ')}`,
  fromText: (text) => text,
});

export const wholeNumber = (from: number, to: number): Kind => ({
  schema: z.number().int().min(from).max(to),
  allowed: `a whole number from ${from} to ${to}`,
  fromText: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
});

export const flag: Kind = {
  schema: z.boolean(),
  allowed: 'true or false',
  fromText: (text) => {
    const lower = text.toLowerCase();
    return lower === 'true' || lower === 'false' ? lower === 'true' : text;
  },
};

const fieldList = (entity: EntityName): z.ZodType =>
  z
    .array(z.enum(entityFields[entity].all))
    .min(1)
    .refine((fields) => new Set(fields).size === fields.length);

export const keyFields: Kind = {
  schema: z
    .strictObject({
      contacts: fieldList('contacts').optional(),
      tasks: fieldList('tasks').optional(),
      calendarEvents: fieldList('calendarEvents').optional(),
    })
    .refine((fields) => Object.keys(fields).length > 0),
  allowed: `lists of one or more different fields: ${entityNames
    .map((entity) => `${entity} from ${entityFields[entity].all.join(', ')}`)
    .join('; ')}`,
  fromText: fromJson,
};

const colour = z.string().regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i);

export const look: Kind = {
  schema: z.strictObject({
    title: z.string().max(100).optional(),
    // Only what a browser may load as a picture: an address that is fetched safely, or the picture itself.
    logo: z
      .string()
      .max(200_000)
      .regex(/^(?:|https:\/\/\S+|data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+)$/)
      .optional(),
    colours: z.record(z.string().regex(/^[a-z]{1,30}$/i), colour).optional(),
    css: z.string().max(100_000).optional(),
  }),
  allowed:
    'an object of title (at most 100 characters), logo (an https address or a data:image/… of at most 200000 ' +
    'characters), colours (names with values such as #1a2b3c) and css (at most 100000 characters)',
  fromText: fromJson,
};

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
