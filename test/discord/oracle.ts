import * as schemas from 'discord-api-spec/zod';

/** What a schema of Discord's own description finds wrong, and every key it does not know; nothing when all is well. */
export function problemsBySpec(schema: string, given: unknown): string[] {
  const known = (schemas as Record<string, (typeof schemas)[string] | undefined>)[`${schema}Schema`];
  if (!known) throw new Error(`Discord describes no ${schema}`);
  const data = JSON.parse(JSON.stringify(given));
  const { success, data: parsed, error } = known.safeParse(data);
  if (!success) return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return unknownKeys(data, parsed, []);
}

/** Schemas drop the keys they do not know. */
function unknownKeys(given: unknown, parsed: unknown, path: readonly (string | number)[]): string[] {
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const kept = (parsed as Record<string, unknown> | undefined)?.[key];
    const here = [...path, key];
    return kept === undefined && value !== undefined
      ? [`${here.join('.')}: no such key`]
      : unknownKeys(value, kept, here);
  });
}

interface Component {
  type: number;
  content?: string;
  custom_id?: string;
  style?: number;
  url?: string;
  label?: string;
  options?: { value: string; default?: boolean }[];
  components?: Component[];
  component?: Component;
  accessory?: Component;
}

interface Payload {
  flags?: number;
  content?: string | null;
  embeds?: unknown[];
  components?: Component[];
  allowed_mentions?: { parse?: string[]; users?: string[] };
}

const V2 = 1 << 15;

const within = ({ components = [], component, accessory }: Component): Component[] =>
  [...components, ...(component ? [component] : []), ...(accessory ? [accessory] : [])].flatMap((inner) => [
    inner,
    ...within(inner),
  ]);

/** What Discord refuses or shows badly in a message though its description does not say so. */
export function problemsByRule(payload: Payload): string[] {
  const all = within({ type: 0, components: payload.components ?? [] });
  const texts = all.filter(({ type }) => type === 10).map(({ content = '' }) => content);
  const primary = all.filter(({ type, style }) => type === 2 && style === 1).length;
  const rules: [boolean, string][] = [
    [all.length > 40, `${all.length} components`],
    [texts.join('').length > 4_000, `${texts.join('').length} characters`],
    [texts.some((text) => text.trim() === ''), 'an empty text'],
    [(payload.content ?? '').length > 2_000, `${payload.content?.length} characters of content`],
    [all.length === 0 && (payload.content ?? '').trim() === '', 'an empty message'],
    [all.length > 0 && !((payload.flags ?? 0) & V2), 'components without the flag'],
    [all.length > 0 && Boolean(payload.content || payload.embeds?.length), 'components beside content'],
    [primary > 1, `${primary} primary buttons`],
    [payload.allowed_mentions?.parse?.length !== 0, 'mentions are allowed'],
    ...all.map(({ type, components: inner = [] }): [boolean, string] => [
      type === 1 && inner.some((one) => one.type !== 2) && inner.length > 1,
      'a select that shares its row',
    ]),
  ];
  return [
    ...rules.flatMap(([broken, problem]) => (broken ? [problem] : [])),
    ...repeatedIds(all),
    ...choiceProblems(all),
  ];
}

/** The same for a modal. */
export function problemsByModalRule(modal: { components: Component[] }): string[] {
  const all = within({ type: 0, components: modal.components });
  const count = modal.components.length;
  const counted = count < 1 || count > 5 ? [`${count} fields`] : [];
  return [...counted, ...repeatedIds(all), ...choiceProblems(all)];
}

function repeatedIds(all: readonly Component[]): string[] {
  const ids = all.flatMap(({ custom_id: id }) => (id === undefined ? [] : [id]));
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `"${id}" twice`);
}

function choiceProblems(all: readonly Component[]): string[] {
  return all.flatMap(({ options = [] }) => {
    const values = options.map(({ value }) => value);
    const repeated = new Set(values).size < values.length ? [`a choice twice: ${values.join(', ')}`] : [];
    return options.filter((option) => option.default).length > 1 ? [...repeated, 'two choices filled in'] : repeated;
  });
}
