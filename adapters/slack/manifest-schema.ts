import { z } from 'zod';

const atMost = (most: number) => z.string().min(1).max(most);
const address = z.url({ protocol: /^https$/ }).optional();
const shortcut = z.strictObject({
  type: z.enum(['global', 'message']),
  name: atMost(24),
  callback_id: atMost(255),
  description: atMost(150),
});
const parameters = z.strictObject({
  properties: z.record(z.string(), z.strictObject({ type: z.literal('string'), title: z.string() })),
  required: z.array(z.string()),
});

/** What Slack takes as a manifest, of the parts we use: https://github.com/slackapi/manifest-schema. */
export const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int().min(0) }),
  display_information: z.strictObject({
    name: atMost(35),
    description: atMost(140),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    agent_view: z.strictObject({
      agent_description: atMost(300),
      suggested_prompts: z
        .array(z.strictObject({ title: z.string(), message: z.string() }))
        .max(4)
        .readonly(),
    }),
    shortcuts: z.array(shortcut).max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/\S{1,31}$/),
          url: address,
          description: atMost(2_000),
          usage_hint: atMost(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.url()).max(1_000).optional(),
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
    function_runtime: z.literal('remote'),
  }),
  functions: z.record(
    z.string(),
    z.strictObject({
      title: z.string(),
      description: z.string(),
      input_parameters: parameters,
      output_parameters: parameters,
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;
