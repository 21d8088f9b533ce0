import type { RespondArguments, SlashCommand } from '@slack/bolt';
import { type Lane, laneFrom, type Tenant } from '../../src/delivery/turn.ts';
import { plain } from './controls.ts';
import { answerAside, apology, type Desk, type Person, personIn, type Signed } from './desk.ts';
import { LIMITS } from './limits.ts';
import { typed } from './mrkdwn.ts';
import { tryOut } from './newcomers.ts';
import { previewCard } from './posting.ts';
import { type Drawn, renderWords } from './render.ts';

/** What a command asks for. */
type Wish =
  /** `own`: a talk that goes on wherever the person is, such as the lessons. */
  | { kind: 'say'; words: string; own?: boolean; audience?: string }
  | { kind: 'card'; features: string; audience?: string }
  | { kind: 'learn' | 'onboarding' | 'mute' | 'unmute' | 'forget' };

const HELP = 'help';
const AUDIENCE = /(?:^|\s)for\s+<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*$/i;

/** What the first word of a command does with the rest; any other word begins a question. */
const FIRST = new Map<string, (rest: string, words: string) => Wish | undefined>(
  Object.entries({
    '': () => say(HELP),
    learn: (rest) => (rest === '' ? { kind: 'learn' } : { ...say(rest), own: true }),
    onboarding: (rest) => (rest === '' ? { kind: 'onboarding' } : undefined),
    card: (features) => ({ kind: 'card', features }),
    mute: (rest) => (rest === '' ? { kind: 'mute' } : undefined),
    unmute: (rest) => (rest === '' ? { kind: 'unmute' } : undefined),
    forget: (rest) => (/^me\W*$/i.test(rest) ? { kind: 'forget' } : undefined),
    ask: (rest) => say(rest || HELP),
    compare: (rest, words) => say(rest === '' ? 'compare all' : words),
    recommend: (rest) => say(rest || 'which one should I use'),
  }),
);

const say = (words: string): Extract<Wish, { kind: 'say' }> => ({ kind: 'say', words });

/** Reads the words after the command. */
export function wishIn(text: string): Wish {
  const audience = AUDIENCE.exec(text)?.[1];
  const words = typed(text.replace(AUDIENCE, ''));
  const [first = '', ...rest] = words.split(/\s+/);
  const wish = FIRST.get(first.toLowerCase())?.(rest.join(' '), words) ?? say(words);
  return (wish.kind === 'say' || wish.kind === 'card') && audience !== undefined ? { ...wish, audience } : wish;
}

/** The private answer to a command; undefined when there is nothing to say, because it was answered before. */
export async function answerCommand(
  desk: Desk,
  { text, user_id, channel_id, trigger_id }: SlashCommand,
  context: Signed,
): Promise<(RespondArguments & Drawn) | undefined> {
  const person = personIn(context, user_id);
  const drawn = await granted(desk, wishIn(text), person, channel_id, trigger_id).catch((error: unknown) =>
    renderWords(apology(desk, error, trigger_id)),
  );
  return drawn && { response_type: 'ephemeral', ...drawn };
}

async function granted(
  desk: Desk,
  wish: Wish,
  person: Person,
  channel: string,
  event: string,
): Promise<Drawn | undefined> {
  const { tenant, user } = person;
  const lane = laneFrom(tenant, channel);
  const now = desk.clock.now();
  switch (wish.kind) {
    case 'say': {
      const place = wish.own ? {} : { channel };
      const aside = { tenant, ...place, user, event, text: wish.words, now };
      const answer = await answerAside(desk, aside, { audience: wish.audience });
      return answer && (wish.words === HELP ? withUsage(answer.drawn) : answer.drawn);
    }
    case 'learn': {
      const words = await desk.delivery.onward(person, desk.bot().course.steps);
      return (await answerAside(desk, { tenant, user, event, text: words, now }))?.drawn;
    }
    case 'onboarding':
      return tryOut(desk, person, channel);
    case 'card':
      return previewCard(desk, person, channel, event, wish);
    case 'mute':
    case 'unmute':
    case 'forget':
      return (await isFirst(desk, tenant, event)) ? done(desk, wish.kind, person, lane) : undefined;
  }
}

async function done(
  { store }: Desk,
  what: 'mute' | 'unmute' | 'forget',
  { tenant, speaker }: Person,
  lane: Lane,
): Promise<Drawn> {
  // In a talk between the two of us nobody else could be disturbed.
  if (what !== 'forget' && lane.startsWith(`${tenant}:D`)) return renderWords(DIRECT);
  if (what === 'mute') await store.keep(tenant, 'mute', lane, { by: speaker });
  else if (what === 'unmute') await store.drop(tenant, 'mute', lane);
  else await store.forgetSpeaker(tenant, speaker);
  return renderWords({ mute: MUTED, unmute: UNMUTED, forget: FORGOTTEN }[what]);
}

/** Words are heard once by themselves; what else a command does must not be done again when it is replayed. */
const isFirst = ({ store, clock }: Desk, tenant: Tenant, event: string): Promise<boolean> =>
  store.once(tenant, `command:${event}`, clock.now());

const USAGE =
  'All commands: /vm-or-container and a question, or compare …, recommend …, card … (to post a comparison), learn, mute, unmute, forget me. For admins: onboarding.';

const withUsage = ({ text, blocks }: Drawn): Drawn => ({
  text: `${text}\n${USAGE}`,
  blocks: [...blocks, { type: 'context', elements: [plain(USAGE, LIMITS.context)] }],
});

const DIRECT = 'Here we talk alone: I answer what you say, and say nothing by myself.';
const MUTED = 'I keep quiet in this channel until somebody mentions me. Undo it with: /vm-or-container unmute';
export const FORGOTTEN =
  'Everything you told me, and what I answered, is deleted. Messages that stand in channels stay there.';
const UNMUTED = 'I go on with my threads in this channel again.';
