import { injectDiscord, pressDiscord, resume } from '../discord/trials.ts';
import { forge } from '../slack/forge-trial.ts';
import { injectSlack } from '../slack/inject-trial.ts';
import { pressSlack } from '../slack/press-trial.ts';
import { socketGap } from '../slack/socket-trial.ts';
import { onEach } from './both.ts';
import { crashRandom, sigterm } from './crashes.ts';
import { diskFull } from './disk.ts';
import { fair, hungApi, lane429 } from './lanes.ts';
import { burst, dup, tenantKey } from './once.ts';
import { order } from './order.ts';
import { forget, secrets } from './privacy.ts';
import { hotReload } from './reloads.ts';
import { soak } from './soak.ts';
import { crashSteps } from './steps.ts';
import type { Trial } from './trial.ts';

/** By the ids that the goals are kept under. */
const TRIALS: Readonly<Record<string, Trial>> = {
  'crash-random': crashRandom,
  'crash-steps': crashSteps,
  dup,
  burst,
  order,
  'tenant-key': tenantKey,
  'hung-api': hungApi,
  'lane-429': lane429,
  sigterm,
  'disk-full': diskFull,
  'hot-reload': hotReload,
  secrets,
  forget,
  fair,
  soak,
  resume,
  forge,
  'socket-gap': socketGap,
  inject: onEach({ slack: injectSlack, discord: injectDiscord }),
  press: onEach({ slack: pressSlack, discord: pressDiscord }),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((id) => !(id in TRIALS));
if (unknown !== undefined) {
  process.stderr.write(`no trial "${unknown}"; there are: ${Object.keys(TRIALS).join(', ')}\n`);
  process.exit(2);
}

for (const [id, trial] of Object.entries(TRIALS))
  if (wanted.length === 0 || wanted.includes(id)) {
    const { value, goal, pass, detail } = await trial();
    process.stdout.write(`${JSON.stringify({ id, value, goal, pass, ...detail })}\n`);
    if (!pass) process.exitCode = 1;
  }
