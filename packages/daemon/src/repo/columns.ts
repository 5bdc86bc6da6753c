// Column types and column groups that every table shares.

import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Case-insensitive text: one account for Bob@X.org and bob@x.org. */
export const citext = customType<{ data: string }>({ dataType: () => 'citext' });
/** Read by queries only; PostgreSQL generates it. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const primaryId = () => uuid('id').primaryKey();
export const createdAt = () => instant('created_at').notNull();
export const updatedAt = () => instant('updated_at').notNull();
