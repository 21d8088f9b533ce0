import { z } from 'zod';
import { FILES, type FileName } from './schema.ts';

/** The JSON Schema of each knowledge file, by file name, so that editors can help while one writes. */
export function editorSchemas(): Record<FileName, unknown> {
  const entries = Object.entries(FILES).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input' })]);
  return Object.fromEntries(entries);
}
