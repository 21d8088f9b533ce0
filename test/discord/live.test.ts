import { type APIApplication, type APIGuildChannel, type APIMessage, ChannelType, REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { bodyOf } from '../../adapters/discord/message.ts';
import { registerCommands } from '../../adapters/discord/register.ts';
import { drawCard } from '../../adapters/discord/render.ts';
import { startThread } from '../../adapters/discord/threads.ts';
import { talk } from '../support.ts';

/** A bot of your own and a server to try things in; without them nothing here runs. */
const { DISCORD_TEST_TOKEN: token, DISCORD_TEST_GUILD_ID: guild } = process.env;

test.skipIf(!token || !guild)('the live Discord takes our commands and cards, and opens a thread on one', async () => {
  const rest = new REST().setToken(token ?? '');
  const application = (await rest.get(Routes.currentApplication())) as APIApplication;
  expect(application.id).toMatch(/^\d+$/);
  await registerCommands(rest, { guild, dryRun: false, clear: false });
  expect(await registerCommands(rest, { guild, dryRun: false, clear: false })).toEqual([
    'nothing to do: Discord has exactly these commands',
  ]);
  const channels = (await rest.get(Routes.guildChannels(guild ?? ''))) as APIGuildChannel[];
  const channel = channels.find(({ type }) => type === ChannelType.GuildText)?.id ?? '';
  for (const { card } of talk('compare all', 'deep dive: hypervisor', 'more detail', 'which one should I use')) {
    const sent = (await rest.post(Routes.channelMessages(channel), { body: bodyOf(drawCard(card)) })) as APIMessage;
    await startThread(rest, { channel, message: sent.id, name: card.title });
    await startThread(rest, { channel, message: sent.id, name: card.title });
    await rest.delete(Routes.channel(sent.id));
    await rest.delete(Routes.channelMessage(channel, sent.id));
  }
});
