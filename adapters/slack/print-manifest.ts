import { parseArgs } from 'node:util';
import { z } from 'zod';
import { manifestFor } from './manifest.ts';

const USAGE =
  'npm run --silent slack:manifest -- --mode http|socket --scopes minimal|conversational --url https://bot.example.com';

const flavour = z.strictObject({
  mode: z.enum(['http', 'socket']).default('socket'),
  scopes: z.enum(['minimal', 'conversational']).default('minimal'),
  url: z.url({ protocol: /^https$/ }).default('https://bot.example.com'),
});

/** Prints the manifest of an app to paste at https://api.slack.com/apps?new_app=1; how it is used when it is asked for wrongly. */
function printed(): string {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { mode: string, scopes: string, url: string } });
  return `${JSON.stringify(manifestFor(flavour.parse(values)), null, 2)}\n`;
}

try {
  process.stdout.write(printed());
} catch {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
