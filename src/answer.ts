import { aboutFirst, type Decided, decideFor, optionIn } from './answers/decided.ts';
import { type Explanation, explain } from './answers/explanation.ts';
import { type Learning, teach } from './answers/learning.ts';
import type { Sources } from './answers/sources.ts';
import type { Conversation } from './conversation/conversation.ts';
import { factsOf } from './conversation/frame.ts';
import { type Request, type Topical, topical } from './conversation/request.ts';
import type { Fact, Feature, Option, Rule, Value } from './knowledge/schema.ts';
import type { Topic } from './knowledge/topics.ts';
import type { Table } from './rules/table.ts';
import { rulesAgainst } from './rules/verdict.ts';
import type { Intent } from './understanding/understanding.ts';

/** What we say, before anyone decides how it looks. */
export type Answer = (
  | Explanation
  | Decided
  | Learning
  | { kind: 'comparison'; features: Feature[] }
  | { kind: 'options'; options: Option[] }
  | {
      kind: 'dispute';
      disputes: { fact: Fact; values: { value: Value; speaker: string; leadsTo: Option | undefined }[] }[];
    }
  | { kind: 'contradiction'; fact: Fact; values: Value[] }
  | {
      kind: 'objection';
      option: Option;
      chosen: Option | undefined;
      rules: Rule[];
      excluded: boolean;
      table: Pick<Table, 'facts'>;
    }
  | { kind: 'did-you-mean' | 'not-covered'; topics: Topic[]; sort: string }
  | { kind: 'save'; decided: Decided | undefined }
  | {
      kind:
        | 'share'
        | 'help'
        | 'greeting'
        | 'thanks'
        | 'reset'
        | 'mute'
        | 'empty'
        | 'language'
        | 'abuse'
        | 'nothing-to-repeat';
    }
) & { intent: Intent; length?: 'short' | 'long' };

/** No more than this many questions one after another. */
const MOST_QUESTIONS = 5;

/** The policy: what to say to a request, from the conversation and the knowledge alone. */
export function answer(request: Request, conversation: Conversation, sources: Sources): Answer {
  const { intent, length } = request;
  return { ...contentOf(request, conversation, sources), intent, ...(length && { length }) };
}

type Content = Answer extends infer A ? (A extends Answer ? Omit<A, 'intent' | 'length'> : never) : never;

function contentOf(request: Request, conversation: Conversation, sources: Sources): Content {
  switch (request.kind) {
    case 'topic':
      return topicPage(request, conversation, sources);
    case 'deep-dive':
      return explain({ ...request, kind: 'deep-dive' }, () => undefined, sources);
    case 'comparison':
      return { kind: 'comparison', features: rowsOf(request.features, sources.knowledge.features) };
    case 'options':
      return { kind: 'options', options: request.options.flatMap((id) => optionOf(id, sources)) };
    case 'verdict':
      return {
        ...decideFor(request, conversation, settledIn(conversation), sources.table),
        beside: sources.topics.get(request.beside ?? '')?.features[0],
        ...(request.unmoved && { unmoved: true, ask: undefined }),
      };
    case 'why':
      return rationale(request, conversation, sources);
    case 'what-would-change':
      return decideFor(request, conversation, settledIn(conversation), sources.table);
    case 'why-not':
      return objection(request.option, conversation, sources);
    case 'dispute':
    case 'contradiction':
      return disagreement(request, conversation, sources);
    case 'tour':
    case 'lesson':
      return teach(request, sources);
    case 'did-you-mean':
      return { kind: 'did-you-mean', topics: topicsOf(request.topics, sources), sort: '' };
    case 'not-covered':
      return { kind: 'not-covered', topics: topicsOf(request.nearest, sources), sort: request.sort };
    case 'save':
      return { kind: 'save', decided: tendency(conversation, sources) };
    default:
      return { kind: request.kind };
  }
}

/** The page of a topic, with where the facts told so far point. */
const topicPage = (request: Topical, conversation: Conversation, sources: Sources): Content =>
  explain(request, () => decideFor({ kind: 'verdict', changes: [] }, conversation, new Set(), sources.table), sources);

/** Why it is so: the rules, those on what the words name first; when no rule is about that, what there is to know of it. */
function rationale(request: Extract<Request, { kind: 'why' }>, conversation: Conversation, sources: Sources): Content {
  const decided = decideFor(request, conversation, settledIn(conversation), sources.table);
  const [topic = ''] = request.about;
  return (
    aboutFirst(decided, request.about) ?? topicPage(topical(topic, 'why', { tendency: true }), conversation, sources)
  );
}

/** The facts never to ask for: those asked before, and every one once five questions stood in a row. */
function settledIn({ settled, questions }: Conversation): ReadonlySet<string> | 'all' {
  return questions >= MOST_QUESTIONS ? 'all' : new Set(settled);
}

/** Where the facts told so far point, when there are any. */
function tendency(conversation: Conversation, { table }: Sources): Decided | undefined {
  if (Object.keys(conversation.facts).length === 0) return undefined;
  return decideFor({ kind: 'verdict', changes: [] }, conversation, 'all', table);
}

function rowsOf(ids: readonly string[], features: readonly Feature[]): Feature[] {
  return features.filter(({ id, classic }) => (ids.length === 0 ? classic : ids.includes(id)));
}

const optionOf = (id: string, { knowledge }: Sources): Option[] =>
  knowledge.options.filter((option) => option.id === id);

const topicsOf = (ids: readonly string[], { topics }: Sources): Topic[] =>
  ids.flatMap((id) => {
    const topic = topics.get(id);
    return topic ? [topic] : [];
  });

function objection(id: string, conversation: Conversation, sources: Sources): Content {
  const facts = conversation.focus.supposed ?? factsOf(conversation);
  const rules = rulesAgainst(sources.table, facts, id);
  const option = optionOf(id, sources)[0];
  const decided = decideFor({ kind: 'why' }, conversation, 'all', sources.table);
  const chosen = optionIn(decided.outcome);
  if (!option) return { kind: 'help' };
  return {
    kind: 'objection',
    option,
    chosen,
    rules,
    excluded: rules.some(({ excludes }) => excludes?.includes(id)),
    table: sources.table,
  };
}

function disagreement(
  request: Extract<Request, { kind: 'dispute' | 'contradiction' }>,
  conversation: Conversation,
  { table }: Sources,
): Content {
  const fact = (id: string): Fact[] => table.facts.filter((known) => known.id === id);
  if (request.kind === 'contradiction') {
    const [about] = fact(request.fact);
    return about ? { kind: 'contradiction', fact: about, values: request.values } : { kind: 'help' };
  }
  const leadsTo = (id: string, value: Value): Option | undefined => {
    const decided = decideFor(
      { kind: 'verdict', changes: [], supposed: { ...factsOf(conversation), [id]: value } },
      conversation,
      'all',
      table,
    );
    return decided.outcome.kind === 'verdict' ? decided.outcome.option : undefined;
  };
  return {
    kind: 'dispute',
    disputes: request.facts.flatMap((id) =>
      fact(id).map((about) => ({
        fact: about,
        values: (conversation.disputed[id] ?? []).map(({ value, speaker }) => ({
          value,
          speaker,
          leadsTo: leadsTo(id, value),
        })),
      })),
    ),
  };
}
