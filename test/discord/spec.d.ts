/** The package's zod schemas carry no types. */
declare module 'discord-api-spec/zod' {
  import type { ZodMiniType } from 'zod/mini';

  const schemas: Record<string, ZodMiniType>;
  export = schemas;
}
