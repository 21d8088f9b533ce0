import { createBot } from '../../src/bot.ts';
import { loadWeights } from '../../src/knowledge/load.ts';
import { loadKnowledge } from '../../src/knowledge/read.ts';
import { turn } from '../delivery/stage.ts';
import { KNOWLEDGE } from '../support.ts';

/** Channels that the stored conversations are spread over. */
export const CHANNELS = 1_000;
/** Of one conversation in so many its last turn and its reply are less than a day old, and kept as well. */
const RECENT = 10;
/** When they were had, ms; new turns are later. */
const LATELY = Date.now() - 3_600_000;

/** A conversation as it is kept after some questions. */
function conversationText(): string {
  const bot = createBot(loadKnowledge(KNOWLEDGE), loadWeights(KNOWLEDGE));
  let conversation = bot.respond({ text: 'recommend something for microservices', speaker: 'ana' }).conversation;
  for (const text of ['it needs windows', 'what about security?', 'compare networking'])
    conversation = bot.respond({ text, speaker: 'ana' }, conversation).conversation;
  return JSON.stringify({ version: 1, conversation, asker: 'ana', othersSince: false, replies: [] });
}

/** Statements, the same for both stores, that write down the conversations `from` to `to`, counted from 1. */
export function storedConversations(from: number, to: number): string[] {
  const state = quoted(conversationText());
  const body = quoted(
    JSON.stringify({ ...turn('compare networking', 1), admitted: LATELY, revision: 0, excess: false }),
  );
  const counted = `with recursive counted(i) as (select ${from} union all select i + 1 from counted where i < ${to})`;
  const lane = `'test:T1:C' || (i % ${CHANNELS})`;
  const insert = (into: string, values: string, which = '') =>
    `insert into ${into} ${counted} select ${values} from counted ${which}`;
  const recent = `where i % ${RECENT} = 0`;
  return [
    insert('threads (tenant, thread, state, touched, until)', `'test:T1', ${lane} || ':' || i, ${state}, ${LATELY}, 0`),
    insert('voices (tenant, thread, speaker)', `'test:T1', ${lane} || ':' || i, 'ana'`),
    insert(
      'turns (tenant, id, thread, speaker, at, admitted, status, due, attempt, done, body, state)',
      `'test:T1', ${lane} || ':q' || i, ${lane} || ':' || i, 'ana', ${LATELY}000 + i, ${LATELY}, 'done', 0, 1, ${LATELY}, ${body}, ${state}`,
      recent,
    ),
    insert(
      'posts (tenant, id, lane, thread, speaker, written, state, attempt, sent_as, done, body)',
      `'test:T1', ${lane} || ':q' || i || '#0', ${lane}, ${lane} || ':' || i, 'ana', ${LATELY}, 'sent', 1, '1700000000.000100', ${LATELY}, ''`,
      recent,
    ),
    `${insert('lanes (tenant, lane, due, until)', `'test:T1', ${lane}, 0, 0`, `where i <= ${CHANNELS}`)} on conflict do nothing`,
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
