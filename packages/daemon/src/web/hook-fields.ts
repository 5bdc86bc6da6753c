// Fields of what programs post to webhooks: what is none of its kind is as if it were not there.

import { z } from 'zod';

export const words = z.string().optional().catch(undefined);

/** What is none of its items is passed over, not the others with it. */
export const list = <Item extends z.ZodType>(item: Item, most = 100) =>
  z
    .array(item.optional().catch(undefined))
    .transform((items) => items.slice(0, most).filter((one) => one !== undefined))
    .optional()
    .catch(undefined);

export const joinWritten = (parts: readonly (string | undefined)[], between: string): string =>
  parts.filter((part) => part !== undefined && part.trim() !== '').join(between);
