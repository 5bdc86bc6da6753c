// JSON Schema in words, for the reference pages.

export interface JsonSchema {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  minLength?: number;
  maxLength?: number;
}

export function describe(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(describe).join(' or ');
  if (schema.items) return `list of ${describe(schema.items)}`;
  const bounds = [
    schema.minLength && `at least ${schema.minLength}`,
    schema.maxLength && `at most ${schema.maxLength}`,
  ].filter(Boolean);
  const what = schema.format ?? (schema.type === 'string' ? 'text' : (schema.type ?? 'anything'));
  return bounds.length === 0 ? what : `${what}, ${bounds.join(', ')} characters`;
}
