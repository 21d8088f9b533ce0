import { problemsBySpec } from '../oracle.ts';

type Data = Record<string, unknown>;

/** What Discord's description finds wrong with an event of ours: it has no events, but the things in them. */
export function judgedEvent(type: string, data: unknown): string[] {
  const judge = EVENTS[type];
  return judge ? judge(inZulu(data)).map((problem) => `our ${type}: ${problem}`) : [];
}

/** Discord's description does not know the way in which the gateway writes UTC. */
const inZulu = (data: unknown): Data =>
  JSON.parse(JSON.stringify(data).replaceAll(/(\d\d:\d\d:\d\d\.\d+)\+00:00"/g, '$1Z"')) as Data;

const message = ({ guild_id, member, ...rest }: Data): string[] => problemsBySpec('MessageResponse', rest);
const user = (given: unknown): string[] => problemsBySpec('UserResponse', given);

/** Guests have never joined. */
const SINCE_EVER = '2015-05-13T00:00:00.000Z';

/** A member as an event has it: its person may stand beside it. */
function member({ permissions, guild_id, ...rest }: Data, person: unknown = rest.user): string[] {
  const missing = { avatar: null, banner: null, nick: null, pending: false, premium_since: null, flags: 0 };
  const joined_at = rest.joined_at ?? SINCE_EVER;
  const shape = { communication_disabled_until: null, ...missing, ...rest, joined_at, user: person };
  return problemsBySpec('GuildMemberResponse', shape);
}

function interaction({ member: who, user: alone, message: under, data }: Data): string[] {
  return [
    ...(who ? member(who as Data) : user(alone)),
    ...(under ? message(under as Data) : []),
    ...(data ? given(data as Data) : []),
  ];
}

interface Option {
  type: number;
  value?: string;
  options?: Option[];
}

const USER = 6;
const CHANNEL = 7;

/** Whoever and whatever an option names comes along with it. */
function given({ options = [], resolved = {} }: { options?: Option[]; resolved?: Record<string, Data> }): string[] {
  const { users = {}, members = {}, messages = {}, channels = {} } = resolved;
  const all = options.flatMap((option) => [option, ...(option.options ?? [])]);
  const named = all.flatMap(({ type, value = '' }) => {
    const found = { [USER]: users, [CHANNEL]: channels }[type];
    return found && !(value in found) ? [`option ${value} is not resolved`] : [];
  });
  return [
    ...named,
    ...Object.values(users).flatMap(user),
    ...Object.entries(members).flatMap(([id, one]) => member(one as Data, users[id])),
    ...Object.values(messages).flatMap((one) => message(one as Data)),
  ];
}

const EVENTS: Readonly<Record<string, (data: Data) => string[]>> = {
  MESSAGE_CREATE: message,
  MESSAGE_UPDATE: message,
  INTERACTION_CREATE: interaction,
  GUILD_MEMBER_ADD: (data) => member(data),
  GUILD_MEMBER_UPDATE: (data) => member(data),
  MESSAGE_REACTION_ADD: (data) => member(data.member as Data),
};
