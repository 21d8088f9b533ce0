import type { Reply } from '../../src/bot.ts';
import { topicsOf } from '../../src/knowledge/topics.ts';
import { realPack, talk } from '../support.ts';

const pack = realPack();
export const topics = topicsOf(pack);

/** Talks that lead through every kind of card. */
const TALKS: readonly (readonly string[])[] = [
  ...[...topics.values()].map(({ says }) => [says]),
  ...pack.scenarios.map(({ text }) => [text, 'why?', 'what would change it?', 'more detail', 'shorter', 'save this']),
  ...pack.lessons.lessons.map((_, at) => [
    `lesson ${at + 1}`,
    'quiz me',
    'answer 1',
    'quiz me',
    'answer 2',
    'quiz me',
    'answer 3',
  ]),
  ['take the tour', ...pack.lessons.tour.map(() => 'next step')],
  ['hello', 'help', 'thanks', 'again', 'share it', 'start over', 'be quiet'],
  ['', '???', 'was ist der Unterschied zwischen einer VM und einem Container?', 'you are a stupid idiot'],
  ['who won the football match?', 'my container does not start, fix it', 'write me a Dockerfile', 'asdf qwer'],
  ['which one should I use', "don't know", "don't know", 'skip', "don't know", "don't know", "don't know"],
  ['we have 40 linux microservices on AWS', 'what if it needs windows?', 'yes', 'what if customers upload code?', 'no'],
  ['we have 40 microservices and 8 engineers', 'why not a VM?', 'why not wasm?', 'why not hybrid?'],
  ['we have 40 microservices', 'one of them needs its own kernel module', 'why?', 'more detail'],
  ['it needs linux and an API', 'ben: it needs windows', 'it needs windows'],
  ['it is stateless but writes to local disk', 'It is stateless.'],
  ['it must not restart during host maintenance and has 256 MB of RAM', 'why?', 'what would change it?', 'start over'],
  ['compare all', 'more detail', 'sources', 'shorter'],
  ['compare isolation and networking', 'compare LXC and docker', 'compare wasm and a VM', 'and microVMs?'],
  ['networking?', 'why?', "what's the catch?", 'and for containers?', 'more detail'],
  ['is it faster for our untrusted windows code?', 'is docker secure enough for customers?', 'gpu and windows'],
  ['deep dive: hypervisor', 'more detail'],
];

export interface Shown {
  said: string;
  before: Reply['conversation'] | undefined;
  reply: Reply;
}

/** Every card of those talks, with the talk up to it. */
export const gallery: readonly Shown[] = TALKS.flatMap((lines) => {
  const replies = talk(...lines);
  return replies.map((reply, at) => ({ said: lines[at] ?? '', before: replies[at - 1]?.conversation, reply }));
});
