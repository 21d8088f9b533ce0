import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Declaration,
  parseSync,
  type TsInterfaceDeclaration,
  type TsPropertySignature,
  type TsType,
  type TsTypeElement,
} from '@swc/core';

/** A property of a type: what it may be, and the limits that its documentation names. */
interface Property {
  type: TsType;
  optional: boolean;
  most?: number;
  least?: number;
}

export interface SlackTypes {
  /** A type by its name, such as `KnownBlock`. */
  named(name: string): TsType | undefined;
  /** All properties of an interface, those of what it extends included. */
  properties(name: string): ReadonlyMap<string, Property> | undefined;
  /** The properties written in a place. */
  propertiesOf(members: readonly TsTypeElement[], place: Place): ReadonlyMap<string, Property>;
}

interface Place {
  span: { start: number };
}

interface Source {
  bytes: Buffer;
  /** Where swc counts the first byte of the file. */
  start: number;
}

type Named = { alias: TsType } | { interface: TsInterfaceDeclaration };

/** The types that Slack publishes, read from its package, with the limits written in their comments. */
export function readSlackTypes(): SlackTypes {
  const root = dirname(fileURLToPath(import.meta.resolve('@slack/types')));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
  const read = files.map((file) => declarationsIn(readFileSync(join(root, file), 'utf8')));
  const all = new Map(read.flatMap(({ named }) => named));
  const sources = read.map(({ source }) => source);
  const whole = new Map<string, ReadonlyMap<string, Property>>();
  const written = new Map<Place, ReadonlyMap<string, Property>>();
  const types: SlackTypes = {
    named: (name) => {
      const found = all.get(name);
      return found && 'alias' in found ? found.alias : undefined;
    },
    properties(name) {
      const found = all.get(name);
      if (!found || !('interface' in found)) return undefined;
      const inherited = found.interface.extends.flatMap(({ expression }) =>
        expression.type === 'Identifier' ? [...(types.properties(expression.value) ?? [])] : [],
      );
      return remembered(
        whole,
        name,
        () => new Map([...inherited, ...types.propertiesOf(found.interface.body.body, found.interface)]),
      );
    },
    propertiesOf: (members, place) =>
      remembered(written, place, () => {
        const source = sources.findLast(({ start }) => start <= place.span.start);
        if (!source) throw new TypeError('a type that stands in none of the files read');
        const signatures = members.filter((member) => member.type === 'TsPropertySignature');
        return new Map(signatures.map((member) => [nameOf(member), propertyFrom(member, source)]));
      }),
  };
  return types;
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

const SENTINEL = 'type Start = 0;\n';

function declarationsIn(text: string): { source: Source; named: [string, Named][] } {
  const { body } = parseSync(SENTINEL + text, { syntax: 'typescript', comments: true });
  const source = { bytes: Buffer.from(SENTINEL + text), start: body[0]?.span.start ?? 0 };
  const named = body.flatMap((item): [string, Named][] => {
    const declared = item.type === 'ExportDeclaration' ? item.declaration : (item as Declaration);
    if (declared.type === 'TsInterfaceDeclaration') return [[declared.id.value, { interface: declared }]];
    return declared.type === 'TsTypeAliasDeclaration' ? [[declared.id.value, { alias: declared.typeAnnotation }]] : [];
  });
  return { source, named };
}

const nameOf = ({ key }: TsPropertySignature): string =>
  key.type === 'Identifier' || key.type === 'StringLiteral' ? key.value : '';

function propertyFrom(member: TsPropertySignature, source: Source): Property {
  if (!member.typeAnnotation) throw new TypeError(`a property of @slack/types without a type: ${nameOf(member)}`);
  const before = source.bytes.subarray(0, member.span.start - source.start).toString('utf8');
  return {
    type: member.typeAnnotation.typeAnnotation,
    optional: member.optional,
    ...limitsIn(/\/\*\*((?:(?!\/\*\*)[\s\S])*)\*\/\s*$/.exec(before)?.[1] ?? ''),
  };
}

const MOST =
  /(?:max(?:imum)?(?:\s+length)?(?:\s+for\s+the\s+`?text`?\s+(?:in|within)\s+this\s+field|\s+for\s+this\s+field|\s+number\s+of\s+[\w ]+)?(?:\s+is|\s+of)?)\s+(\d+)\s*(?:characters|rows|items|blocks|cards|elements|options|are|\.|$)/i;

/** The limits that a comment names, of characters or of items. */
function limitsIn(comment: string): { most?: number; least?: number } {
  const text = comment.replace(/\s*\n\s*\*\s?/g, ' ');
  const most = MOST.exec(text)?.[1];
  const least = /minimum length is (\d+)/i.exec(text)?.[1];
  return { ...(most && { most: Number(most) }), ...(least && { least: Number(least) }) };
}
