import { ID, member, user } from './payloads.ts';

const EMPTY = {
  roles: [],
  emojis: [],
  features: [],
  stickers: [],
  voice_states: [],
  members: [],
  channels: [],
  threads: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
};

const COMMON = {
  name: 'guild',
  icon: null,
  splash: null,
  discovery_splash: null,
  owner_id: ID.ben,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 1,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  application_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  preferred_locale: 'en-US',
  public_updates_channel_id: null,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
  safety_alerts_channel_id: null,
};

/** A server as GUILD_CREATE brings it. @param system its channel for such messages as ours */
export const guildOf = (id: string, system: string | null) => ({
  ...COMMON,
  id,
  system_channel_id: system,
  joined_at: '2026-01-05T10:00:00.000000+00:00',
  large: false,
  unavailable: false,
  member_count: 2,
  ...EMPTY,
});

/** A server in which we may see a channel, and not write there; in another one, lower down, we may. */
export const quietGuildOf = (id: string, channel: string, open?: string) => ({
  ...guildOf(id, channel),
  roles: [roleOf(id, 1n << 10n)],
  members: [{ ...member(), user: user(ID.self, true) }],
  channels: [
    ...(open === undefined ? [] : [textChannelOf(open, 1, [{ id, type: 0, allow: String(1n << 11n), deny: '0' }])]),
    textChannelOf(channel, 0),
  ],
});

const textChannelOf = (id: string, position: number, permission_overwrites: object[] = []) => ({
  id,
  type: 0,
  flags: 0,
  name: 'news',
  position,
  permission_overwrites,
});

/** What everybody in a server may do. */
export const roleOf = (id: string, permissions: bigint) => ({
  id,
  name: '@everyone',
  permissions: String(permissions),
  position: 0,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  mentionable: false,
  flags: 0,
});

/** A server as it is brought to who asks for it. */
export const guildAsked = (id: string) => ({
  ...COMMON,
  id,
  system_channel_id: null,
  roles: [],
  emojis: [],
  features: [],
  stickers: [],
  home_header: null,
  region: 'deprecated',
  widget_enabled: false,
  widget_channel_id: null,
  max_presences: null,
  max_members: 500_000,
  max_stage_video_channel_users: 50,
  max_video_channel_users: 25,
  premium_subscription_count: 0,
  nsfw: false,
  incidents_data: null,
});
