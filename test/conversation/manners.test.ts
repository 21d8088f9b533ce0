import { expect, test } from 'vitest';
import { MOST_A_MINUTE, manner, type Scene } from '../../src/conversation/manners.ts';

/** A person goes on in a thread of ours, not calling us by name. */
const following: Scene = {
  author: 'person',
  mentioned: false,
  control: false,
  direct: false,
  ours: true,
  asker: true,
  othersSince: false,
  toAnother: false,
  mutes: false,
  muted: false,
  answered: false,
  recent: 0,
};
const SPEAK = 'speaks';

const CASES: readonly [string, Partial<Scene>, string][] = [
  ['the asker goes on in our thread', {}, SPEAK],
  ['a mention anywhere', { mentioned: true, ours: false, asker: false }, SPEAK],
  ['a mention by somebody else in our thread', { mentioned: true, asker: false }, SPEAK],
  ['a mention while people talk', { mentioned: true, othersSince: true }, SPEAK],
  ['a mention that begins with another name', { mentioned: true, toAnother: true }, SPEAK],
  ['a mention in a muted thread', { mentioned: true, muted: true }, SPEAK],
  ['a mention after many replies', { mentioned: true, recent: 20 }, SPEAK],
  ['a button', { control: true }, SPEAK],
  ['a button pressed by somebody else', { control: true, asker: false, othersSince: true }, SPEAK],
  ['a button in a muted thread', { control: true, muted: true }, SPEAK],
  ['a button after many replies', { control: true, recent: 50 }, SPEAK],
  ['a button outside our threads', { control: true, ours: false }, SPEAK],
  ['a private message', { direct: true, ours: false, asker: false }, SPEAK],
  ['a private message that begins with a name', { direct: true, toAnother: true }, SPEAK],
  ['a private message after others wrote', { direct: true, othersSince: true }, SPEAK],
  ['a private request to be quiet', { direct: true, mutes: true }, SPEAK],
  ['a request to be quiet by the asker', { mutes: true }, SPEAK],
  ['a request to be quiet by another', { mutes: true, asker: false }, SPEAK],
  ['a request to be quiet while people talk', { mutes: true, othersSince: true }, SPEAK],
  ['a request to be quiet that names somebody', { mutes: true, toAnother: true }, SPEAK],
  ['the last reply within the limit', { recent: MOST_A_MINUTE - 1 }, SPEAK],
  ['another bot', { author: 'bot' }, 'a-bot-wrote-it'],
  ['another bot that mentions us', { author: 'bot', mentioned: true }, 'a-bot-wrote-it'],
  ['another bot in private', { author: 'bot', direct: true }, 'a-bot-wrote-it'],
  ['another bot that presses a button', { author: 'bot', control: true }, 'a-bot-wrote-it'],
  ['our own message', { author: 'ourselves' }, 'a-bot-wrote-it'],
  ['our own message that mentions us', { author: 'ourselves', mentioned: true }, 'a-bot-wrote-it'],
  ['our own message, answered', { author: 'ourselves', answered: true }, 'a-bot-wrote-it'],
  ['a message that was answered', { answered: true }, 'answered-already'],
  ['an edited mention that was answered', { answered: true, mentioned: true }, 'answered-already'],
  ['a private message that was answered', { answered: true, direct: true }, 'answered-already'],
  ['a button that was answered', { answered: true, control: true }, 'answered-already'],
  ['one reply too many', { recent: MOST_A_MINUTE }, 'too-many-replies'],
  ['one reply too many in private', { recent: MOST_A_MINUTE, direct: true }, 'too-many-replies'],
  ['one reply too many, muted', { recent: MOST_A_MINUTE, muted: true }, 'too-many-replies'],
  ['a muted thread', { muted: true }, 'muted'],
  ['a muted private talk', { muted: true, direct: true }, 'muted'],
  ['a muted thread, asked to be quiet again', { muted: true, mutes: true }, 'muted'],
  ['a muted thread that is not ours', { muted: true, ours: false }, 'muted'],
  ['a thread that is not ours', { ours: false }, 'not-our-thread'],
  ['a request to be quiet in a thread that is not ours', { ours: false, mutes: true }, 'not-our-thread'],
  ['talk to somebody else outside our threads', { ours: false, toAnother: true }, 'not-our-thread'],
  ['the asker speaks to somebody else', { toAnother: true }, 'to-somebody-else'],
  ['another speaks to somebody else', { toAnother: true, asker: false }, 'to-somebody-else'],
  ['the asker speaks to somebody else among people', { toAnother: true, othersSince: true }, 'to-somebody-else'],
  ['another person in our thread', { asker: false }, 'not-the-asker'],
  ['another person while people talk', { asker: false, othersSince: true }, 'not-the-asker'],
  ['the asker answers a colleague', { othersSince: true }, 'people-are-talking'],
];

test('there are at least 44 different cases', () => {
  expect(new Set(CASES.map(([, scene]) => JSON.stringify(scene))).size).toBeGreaterThanOrEqual(44);
});

test.each(CASES)('%s', (_, scene, expected) => {
  const decided = manner({ ...following, ...scene });
  expect(decided.speak ? SPEAK : decided.because).toBe(expected);
});

test('no bot is ever answered, whatever else holds, so that two bots cannot talk for ever', () => {
  const flags = [
    'mentioned',
    'control',
    'direct',
    'ours',
    'asker',
    'othersSince',
    'toAnother',
    'mutes',
    'muted',
    'answered',
  ];
  for (let bits = 0; bits < 2 ** flags.length; bits += 1) {
    const scene = Object.fromEntries(flags.map((flag, at) => [flag, Math.floor(bits / 2 ** at) % 2 === 1]));
    for (const author of ['bot', 'ourselves'] as const)
      expect(manner({ ...following, ...scene, author })).toEqual({ speak: false, because: 'a-bot-wrote-it' });
  }
});
