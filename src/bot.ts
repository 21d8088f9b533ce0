import { answer } from './answer.ts';
import type { Sources } from './answers/sources.ts';
import { type Summary, saidIn, summaryOf } from './answers/summary.ts';
import type { Card, Form } from './cards/card.ts';
import { oldest } from './cards/claims.ts';
import { present } from './cards/present.ts';
import { fieldFrom, formFrom } from './cards/question.ts';
import { advance } from './conversation/advance.ts';
import { beginning, type Conversation } from './conversation/conversation.ts';
import { noted } from './conversation/noted.ts';
import { type Knowledge, KnowledgeError } from './knowledge/load.ts';
import type { Fact, Value } from './knowledge/schema.ts';
import { problemWith } from './knowledge/statement.ts';
import { topicsOf } from './knowledge/topics.ts';
import { tableFrom } from './rules/table.ts';
import { seenOn } from './seen.ts';
import { storedFrom } from './understanding/stored.ts';
import { createSuggest, type Suggest } from './understanding/suggest.ts';
import { createUnderstand } from './understanding/understand.ts';

/** One thing a person said. A pressed button is an utterance too: it says its `says`. */
interface Turn {
  text: string;
  /** Who said it, as facts and disputes name them. */
  speaker: string;
}

export interface Reply {
  card: Card;
  conversation: Conversation;
  /** The conversation as far as everybody knows it who sees nothing of it but the card. */
  seen: Conversation;
  summary: Summary;
}

export interface Bot {
  /** A form for these facts, filled in with the values given; facts that are not known any more are left out. */
  form(facts: readonly { fact: string; value?: string | undefined }[]): Form;
  suggest: Suggest;
  /** How many steps the tour has, and how many lessons follow it. */
  course: { steps: number; lessons: number };
  /** A conversation in which these facts are known already. @throws KnowledgeError naming the fact or value that does not exist. */
  knowing(facts: Readonly<Record<string, string>>): Conversation;
  /** The whole path of a turn, pure: the same words in the same conversation get the same card. */
  respond(turn: Turn, before?: Conversation): Reply;
}

/**
 * @param weights the bytes of knowledge/built/weights.bin
 * @throws Error when they are of another version, which building them again mends
 */
export function createBot(knowledge: Knowledge, weights: Uint8Array<ArrayBuffer>): Bot {
  const understand = createUnderstand(knowledge, storedFrom(weights));
  const topics = topicsOf(knowledge);
  const sources: Sources = { knowledge, topics, table: tableFrom(knowledge) };
  const ground = { topics, facts: knowledge.facts, ...knowledge.lessons };
  const credits = { sources: knowledge.sources, reviewed: oldest(knowledge.features) };

  return {
    form: (wanted) =>
      formFrom(
        wanted.flatMap(({ fact: id, value }) =>
          knowledge.facts.filter((fact) => fact.id === id).map((fact) => fieldFrom(fact, value)),
        ),
      ),
    suggest: createSuggest(knowledge, topics),
    course: { steps: knowledge.lessons.tour.length, lessons: knowledge.lessons.lessons.length },
    knowing: (stated) => {
      const facts = Object.entries(stated).map(([id, text]) => [id, factFrom(knowledge.facts, id, text)] as const);
      return {
        ...beginning,
        facts: Object.fromEntries(
          facts.map(([id, value]) => [id, { value, speaker: 'you', strength: 'said', words: [] }]),
        ),
      };
    },
    respond({ text, speaker }, before = beginning) {
      const heard = understand(text);
      const { conversation, request } = advance(before, heard, speaker, ground);
      const said = answer(request, conversation, sources);
      const summary = summaryOf(said, conversation);
      const card = present(said, credits);
      const after = noted(conversation, request, saidIn(said, summary));
      return {
        card: heard.cut ? cutCard(card) : card,
        conversation: after,
        seen: seenOn(card, after, knowledge),
        summary,
      };
    },
  };
}

function factFrom(facts: readonly Fact[], id: string, text: string): Value {
  const problem = problemWith(facts, id, text);
  if (problem) throw new KnowledgeError(problem);
  return facts.find((fact) => fact.id === id)?.kind === 'number' ? Number(text) : text;
}

/** Says that only the beginning of an overlong message was read. */
function cutCard(card: Card): Card {
  return {
    ...card,
    parts: [{ kind: 'note', text: 'That was long: I read the first 4,000 characters.' }, ...card.parts],
  };
}
