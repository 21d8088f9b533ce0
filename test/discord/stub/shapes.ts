import { ID, snowflake, user } from './payloads.ts';

export interface Sent {
  id: string;
  content: string;
  flags: number;
  components: object[];
  nonce?: string;
  [key: string]: unknown;
}

/** What Discord adds to a component by its type. */
const DEFAULTS: Readonly<Record<number, object>> = {
  3: { min_values: 1, max_values: 1 },
  17: { accent_color: null, spoiler: false },
};

/** Discord gives every component a number, and keeps those it is given. */
export function numbered(components: readonly object[]): object[] {
  let last = 0;
  const visit = (component: object): object => {
    last += 1;
    const own = { ...DEFAULTS[(component as { type: number }).type], id: last, ...component } as Record<
      string,
      unknown
    >;
    const inner = own.components as object[] | undefined;
    if (inner) own.components = inner.map(visit);
    if (own.accessory) own.accessory = visit(own.accessory as object);
    return own;
  };
  return components.map(visit);
}

/** A message of ours as Discord keeps it. */
export function messageFrom(channel: string, { content = '', flags = 0, components = [], nonce }: Partial<Sent>): Sent {
  return {
    id: snowflake(),
    type: 0,
    channel_id: channel,
    author: user(ID.self, true),
    content,
    flags,
    components: numbered(components),
    timestamp: '2026-01-05T10:00:00.000Z',
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    pinned: false,
    ...(nonce !== undefined && { nonce }),
  };
}

export const channelOf = (id: string) => ({ id, type: 0, flags: 0, guild_id: ID.guild, name: 'general', position: 0 });

export const directOf = (person: string) => ({ id: ID.direct, type: 1, flags: 0, recipients: [user(person)] });

/** A command as Discord keeps it. */
export const commandOf = (command: object) => ({
  id: snowflake(),
  application_id: ID.application,
  version: '1',
  default_member_permissions: null,
  description: '',
  ...command,
});

export const threadOf = (id: string, name: string) => ({
  id,
  type: 11,
  flags: 0,
  guild_id: ID.guild,
  parent_id: ID.channel,
  name,
  owner_id: ID.self,
  thread_metadata: {
    archived: false,
    archive_timestamp: '2026-01-05T10:00:00.000Z',
    auto_archive_duration: 1_440,
    locked: false,
  },
  message_count: 0,
  member_count: 1,
  total_message_sent: 0,
});

export const applicationOf = (flags: number) => ({
  id: ID.application,
  name: 'vm-or-container',
  icon: null,
  description: '',
  type: null,
  flags,
  flags_new: String(flags),
  verify_key: 'a'.repeat(64),
  redirect_uris: [],
  interactions_endpoint_url: null,
  role_connections_verification_url: null,
  owner: user(ID.ben),
  approximate_guild_count: 1,
  approximate_user_install_count: 0,
  approximate_user_authorization_count: 0,
  explicit_content_filter: 0,
  team: null,
  eligible_oauth2_scopes: [],
});
