// What `npm run discord:commands` and `npm run discord:invite` run: what is done once by hand, not at every start.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DiscordAPIError, REST } from 'discord.js';
import { ConfigError, configFrom } from '../config.ts';
import { inviteLink, registerCommands } from './register.ts';

const USAGE = `npm run discord:commands -- [--guild ID] [--dry-run] [--clear]
npm run discord:invite`;
const MISUSE = 78;

try {
  process.stdout.write(`${(await run(process.argv.slice(2))).join('\n')}\n`);
} catch (error) {
  process.stderr.write(`${problemIn(error)}\n`);
  process.exitCode = MISUSE;
}

async function run(args: string[]): Promise<string[]> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { guild: { type: 'string' }, 'dry-run': { type: 'boolean' }, clear: { type: 'boolean' } },
  });
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { discord } = configFrom(process.env);
  if (!discord) throw new ConfigError('DISCORD_TOKEN is missing: copy it from the "Bot" page of your application');
  const rest = new REST(discord.apiUrl === undefined ? {} : { api: discord.apiUrl }).setToken(discord.token);
  const { guild = discord.guildId, 'dry-run': dryRun = false, clear = false } = values;
  if (positionals[0] === 'invite') return [await inviteLink(rest)];
  if (positionals[0] === 'commands') return registerCommands(rest, { guild, dryRun, clear });
  throw new ConfigError(USAGE);
}

function problemIn(error: unknown): string {
  if (error instanceof DiscordAPIError && error.status === 401)
    return 'DISCORD_TOKEN is refused by Discord: reset it on the "Bot" page of your application and copy it again';
  if (error instanceof DiscordAPIError) return `Discord refuses: ${error.message} (${error.code})`;
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof TypeError ? `${message}\n${USAGE}` : message;
}
