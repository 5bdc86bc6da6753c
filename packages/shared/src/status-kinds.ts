// The states that people say of themselves, without the schemas: the tables of commands load no zod.

export const statusStates = ['available', 'away', 'dnd'] as const;
export type StatusState = (typeof statusStates)[number];
