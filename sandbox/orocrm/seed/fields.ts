import { z } from 'zod';
import { isoSeconds } from '../clock';

/** Fields that the schemas of several records share. */
export const text = z.string().nullable();
/** An instant; whole seconds are kept. */
export const stamp = z.iso.datetime({ offset: true }).transform((value) => isoSeconds(Date.parse(value)));
/** A user by id, user name or e-mail address. */
export const who = z.string().min(1);
