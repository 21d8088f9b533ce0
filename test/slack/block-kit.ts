import type { TsType, TsTypeElement } from '@swc/core';
import { readSlackTypes } from './slack-types.ts';

const types = readSlackTypes();

/** What Slack would refuse of a message: by its published types and the limits in them, and by what those leave unsaid. */
export function messageProblems(message: { text: string; blocks: readonly unknown[] }): string[] {
  const { text, blocks } = message;
  return [
    ...blocks.flatMap((block, index) => problems(reference('KnownBlock'), block, `blocks.${index}`)),
    ...(blocks.length > 50 ? [`${blocks.length} blocks`] : []),
    ...(text.trim() === '' ? ['no text'] : []),
    // https://docs.slack.dev/reference/methods/chat.update
    ...(text.length > 4_000 ? [`text of ${text.length}`] : []),
    ...aggregates(blocks, ['input', 'alert']),
  ];
}

/** What Slack would refuse of a modal or a Home tab. */
export function viewProblems(type: 'ModalView' | 'HomeView', view: { blocks: readonly unknown[] }): string[] {
  const json = JSON.stringify(view);
  const asks = view.blocks.some((block) => kindOf(block) === 'input');
  return [
    ...problems(reference(type), view, type),
    // https://docs.slack.dev/reference/views: a view holds at most 250 kB, and input needs a submit button.
    ...(json.length > 250_000 ? [`a view of ${json.length}`] : []),
    ...(type === 'ModalView' && asks && !('submit' in view) ? ['input without submit'] : []),
    ...aggregates(view.blocks, ['table', 'data_table', 'markdown', 'context_actions', 'task_card', 'plan']),
  ];
}

const reference = (name: string): TsType =>
  ({ type: 'TsTypeReference', typeName: { type: 'Identifier', value: name } }) as TsType;
const kindOf = (block: unknown): unknown => (block as { type?: unknown }).type;

/** What the types do not say: https://docs.slack.dev/reference/block-kit and bolt-js#2509. */
function aggregates(blocks: readonly unknown[], elsewhere: readonly string[]): string[] {
  const tables = blocks.filter((block) => kindOf(block) === 'table') as { rows: { text: string }[][] }[];
  const cells = tables.flatMap(({ rows }) => rows.flat()).reduce((sum, { text }) => sum + text.length, 0);
  const total = textsIn(blocks).reduce((sum, text) => sum + text.length, 0);
  return [
    ...(tables.length > 1 ? ['two tables'] : []),
    ...(cells > 10_000 ? [`tables of ${cells} characters`] : []),
    ...tables.flatMap(({ rows }) => (new Set(rows.map((row) => row.length)).size > 1 ? ['a ragged table'] : [])),
    ...tables.flatMap(({ rows }) => (rows.some((row) => row.length > 20) ? ['a table of too many columns'] : [])),
    ...(total > 12_000 ? [`${total} characters of text`] : []),
    ...blocks.flatMap((block) =>
      elsewhere.includes(String(kindOf(block))) ? [`${kindOf(block)} does not go here`] : [],
    ),
    ...blocks.flatMap(fieldProblems),
    ...blocks.flatMap(choiceProblems),
    ...repeated(blocks.map((block) => (block as { block_id?: string }).block_id)),
    ...blocks.flatMap((block) => repeated(actionIds(block))),
  ];
}

/** `SectionBlock` documents what its type does not hold: 2,000 characters a field. */
function fieldProblems(block: unknown): string[] {
  const { fields = [] } = block as { fields?: { text: string }[] };
  return fields.filter(({ text }) => text.length > 2_000).map(({ text }) => `a field of ${text.length}`);
}

/** What is chosen at first is one of the options. */
function choiceProblems(block: unknown): string[] {
  const { element } = block as { element?: { options?: unknown[]; initial_option?: unknown } };
  if (element?.initial_option === undefined) return [];
  const offered = (element.options ?? []).map((option) => JSON.stringify(option));
  return offered.includes(JSON.stringify(element.initial_option)) ? [] : ['initial_option is no option'];
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

function actionIds(block: unknown): (string | undefined)[] {
  const {
    elements = [],
    element,
    accessory,
  } = block as Record<string, { action_id?: string }[] & { action_id?: string }>;
  return [...elements, element, accessory].map((one) => one?.action_id);
}

function repeated(ids: readonly (string | undefined)[]): string[] {
  const given = ids.filter((id) => id !== undefined);
  return given.filter((id, index) => given.indexOf(id) !== index).map((id) => `twice: ${id}`);
}

/** How a value breaks a type. */
function problems(type: TsType, value: unknown, path: string): string[] {
  switch (type.type) {
    case 'TsKeywordType':
      return oneProblem(type.kind === typeof value, path, value);
    case 'TsLiteralType':
      return oneProblem('value' in type.literal && type.literal.value === value, path, value);
    case 'TsParenthesizedType':
      return problems(type.typeAnnotation, value, path);
    case 'TsArrayType':
      return listProblems(type.elemType, value, path);
    case 'TsUnionType':
      return unionProblems(type.types, value, path);
    case 'TsIntersectionType':
    case 'TsTypeLiteral':
      return objectProblems(membersOf(type), value, path);
    case 'TsTypeReference':
      return referenceProblems('value' in type.typeName ? type.typeName.value : '', value, path);
    default:
      throw new TypeError(`${path}: a ${type.type} in @slack/types that this test cannot read`);
  }
}

const oneProblem = (fits: boolean, path: string, value: unknown): string[] =>
  fits ? [] : [`${path} is ${JSON.stringify(value)}`];

function listProblems(type: TsType, value: unknown, path: string): string[] {
  if (!Array.isArray(value)) return [`${path} is no list`];
  return value.flatMap((item, index) => problems(type, item, `${path}.${index}`));
}

function referenceProblems(name: string, value: unknown, path: string): string[] {
  // Views are typed to take any block at all; we hold them to the known ones.
  if (name === 'AnyBlock') return problems(reference('KnownBlock'), value, path);
  const alias = types.named(name);
  if (alias) return problems(alias, value, path);
  const properties = types.properties(name);
  if (!properties) throw new TypeError(`${path}: @slack/types has no ${name}`);
  return objectProblems(properties, value, path);
}

function unionProblems(options: readonly TsType[], value: unknown, path: string): string[] {
  const kind = kindOf(value ?? {});
  const likely = options.filter((option) => kindsOf(option).has(kind));
  const [first = [], ...others] = (likely.length > 0 ? likely : options).map((option) => problems(option, value, path));
  return others.find((found) => found.length === 0) && first.length > 0 ? [] : first;
}

const kinds = new Map<TsType, ReadonlySet<unknown>>();

/** The `type` that the objects of a type have, where they have one. */
function kindsOf(type: TsType): ReadonlySet<unknown> {
  const known = kinds.get(type) ?? new Set(literalsIn(type));
  kinds.set(type, known);
  return known;
}

function literalsIn(type: TsType): unknown[] {
  const alias = type.type === 'TsTypeReference' && 'value' in type.typeName ? types.named(type.typeName.value) : type;
  if (alias?.type === 'TsUnionType') return alias.types.flatMap(literalsIn);
  const kind = membersOf(type).get('type')?.type;
  return kind?.type === 'TsLiteralType' && 'value' in kind.literal ? [kind.literal.value] : [];
}

type Properties = NonNullable<ReturnType<typeof types.properties>>;

function membersOf(type: TsType): Properties {
  if (type.type === 'TsTypeLiteral') return types.propertiesOf(type.members as TsTypeElement[], type);
  if (type.type === 'TsIntersectionType') return new Map(type.types.flatMap((one) => [...membersOf(one)]));
  if (type.type === 'TsParenthesizedType') return membersOf(type.typeAnnotation);
  const name = type.type === 'TsTypeReference' && 'value' in type.typeName ? type.typeName.value : '';
  const alias = types.named(name);
  return alias ? membersOf(alias) : (types.properties(name) ?? new Map());
}

function objectProblems(properties: Properties, value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${path} is no object`];
  const missing = [...properties].filter(([key, { optional }]) => !optional && !(key in value));
  return [
    ...missing.map(([key]) => `${path} lacks ${key}`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const property = properties.get(key);
      if (!property) return [`${path} has ${key}`];
      return [...problems(property.type, inner, `${path}.${key}`), ...sizeProblems(property, inner, `${path}.${key}`)];
    }),
  ];
}

function sizeProblems({ most, least = 0 }: { most?: number; least?: number }, value: unknown, path: string): string[] {
  const size = sizeOf(value);
  if (size === undefined) return [];
  if (most !== undefined && size > most) return [`${path} has ${size} of ${most}`];
  return size < least ? [`${path} has ${size}, at least ${least}`] : [];
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined;
  return typeof text === 'string' ? text.length : undefined;
}
