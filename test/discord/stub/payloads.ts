/** Payloads with the keys that Discord's documentation shows; the values are ours. */

const EPOCH = Date.UTC(2026, 0, 5);
let made = 0;

/** A new id, as Discord makes them: later ones are greater. @param after how many ms later than the others it was made */
export function snowflake(after = 0): string {
  made += 1;
  return String((BigInt(EPOCH + made + after - 1_420_070_400_000) << 22n) + BigInt(made));
}

export const ID = {
  application: '1100000000000000001',
  self: '1100000000000000002',
  guild: '1100000000000000003',
  channel: '1100000000000000004',
  thread: '1100000000000000005',
  direct: '1100000000000000006',
  ana: '1100000000000000007',
  ben: '1100000000000000008',
  otherBot: '1100000000000000009',
  guest: '1100000000000000010',
} as const;

export const user = (id: string, bot = false) => ({
  id,
  username: `user${id.slice(-1)}`,
  avatar: null,
  discriminator: '0',
  public_flags: 0,
  flags: 0,
  global_name: null,
  primary_guild: null,
  ...(bot && { bot }),
});

export const member = (permissions = '1125902054326271') => ({
  avatar: null,
  deaf: false,
  flags: 0,
  joined_at: '2020-11-02T20:46:57.364000+00:00',
  mute: false,
  nick: null,
  pending: false,
  permissions,
  premium_since: null,
  roles: [],
});

interface SaidBy {
  by?: string;
  guild?: string | undefined;
  channel?: string;
}

export interface MessageGiven extends SaidBy {
  id?: string;
  mentions?: string[];
  repliesTo?: Record<string, unknown>;
  bot?: boolean;
  more?: Record<string, unknown>;
}

/** A message as MESSAGE_CREATE brings it. */
export function message(content: string, given: MessageGiven = {}) {
  const { by = ID.ana, guild = ID.guild, channel = ID.channel, mentions = [], repliesTo, bot = false, more } = given;
  const { roles, mute, deaf, joined_at } = member();
  return {
    id: given.id ?? snowflake(),
    type: repliesTo ? 19 : 0,
    channel_id: channel,
    author: user(by, bot),
    content,
    timestamp: '2026-01-05T10:00:00.000000+00:00',
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: mentions.map((id) => user(id, id === ID.self)),
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    flags: 0,
    ...(repliesTo && {
      message_reference: { type: 0, channel_id: channel, message_id: String(repliesTo.id) },
      referenced_message: repliesTo,
    }),
    ...('guild' in given && given.guild === undefined
      ? {}
      : { guild_id: guild, member: { roles, mute, deaf, joined_at } }),
    ...more,
  };
}

export interface InteractionGiven extends SaidBy {
  /** 0 a server, 1 a direct talk with us, 2 another private channel. */
  context?: 0 | 1 | 2;
  channelType?: number;
  permissions?: string;
  appPermissions?: string;
  /** Only for the person who uses it: we are no member of the server. */
  userInstall?: boolean;
  id?: string;
}

function interaction(type: number, data: object, given: InteractionGiven, more: object = {}) {
  const { by = ID.ana, channel = ID.channel, context = 0, userInstall = false } = given;
  const { channelType = context === 1 ? 1 : 0 } = given;
  const person =
    context === 0
      ? { guild_id: ID.guild, guild_locale: 'en-US', member: { ...member(given.permissions), user: user(by) } }
      : { user: user(by) };
  return {
    id: given.id ?? snowflake(),
    application_id: ID.application,
    type,
    data,
    channel: { id: channel, type: channelType, flags: 0, ...(channelType === 11 && { parent_id: ID.channel }) },
    channel_id: channel,
    token: `token-${snowflake()}`,
    version: 1,
    locale: 'en-US',
    app_permissions: given.appPermissions ?? '2147483647999999',
    entitlements: [],
    authorizing_integration_owners: userInstall ? { 1: by } : { 0: context === 0 ? ID.guild : '0' },
    context,
    attachment_size_limit: 10_485_760,
    ...person,
    ...more,
  };
}

/** Of a message that answers a command: who used which. */
export const askedBy = (person: string, id = snowflake()) => ({
  id,
  type: 2,
  user: user(person),
  authorizing_integration_owners: { 0: ID.guild },
});

const TYPES = { string: 3, boolean: 5 } as const;

/** `/vm-or-container NAME …` */
export function slash(name: string, options: Record<string, string | boolean> = {}, given: InteractionGiven = {}) {
  const { resolved, ...rest } = given as InteractionGiven & { resolved?: object };
  const colleague = typeof options.for === 'string' ? { users: { [options.for]: user(options.for) } } : undefined;
  const named = colleague || resolved ? { resolved: { ...colleague, ...resolved } } : {};
  const list = Object.entries(options).map(([key, value]) => ({ name: key, type: optionType(key, value), value }));
  const data = {
    id: '1100000000000000011',
    name: 'vm-or-container',
    type: 1,
    options: [{ name, type: 1, options: list }],
    ...named,
  };
  return interaction(2, data, rest);
}

function optionType(key: string, value: string | boolean): number {
  if (key === 'for') return 6;
  if (key === 'channel') return 7;
  return TYPES[typeof value as keyof typeof TYPES];
}

export function typing(name: string, option: string, value: string) {
  const options = [{ name, type: 1, options: [{ name: option, type: 3, value, focused: true }] }];
  return interaction(4, { id: '1100000000000000011', name: 'vm-or-container', type: 1, options }, {});
}

/** The message command NAME on a message. */
export function onMessage(name: string, target: ReturnType<typeof message>, given: InteractionGiven = {}) {
  const resolved = { messages: { [target.id]: target } };
  return interaction(2, { id: '1100000000000000012', name, type: 3, target_id: target.id, resolved }, given);
}

/** A press on a button, or a choice in a select, under a message. */
export function press(under: object, customId: string, given: InteractionGiven & { values?: string[] } = {}) {
  const { values, ...rest } = given;
  const data = { custom_id: customId, component_type: values ? 3 : 2, id: 1, ...(values && { values }) };
  return interaction(3, data, rest, { message: under });
}

/** A form that was sent. */
export function submit(
  customId: string,
  fields: Record<string, string>,
  given: InteractionGiven & { under?: object } = {},
) {
  const { under, ...rest } = given;
  const components = Object.entries(fields).map(([custom_id, value], index) => ({
    type: 18,
    id: 2 * index + 1,
    component: { type: custom_id === 'words' ? 4 : 21, id: 2 * index + 2, custom_id, value },
  }));
  return interaction(5, { custom_id: customId, components }, rest, under ? { message: under } : {});
}
