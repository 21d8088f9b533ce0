import { systemClock } from '../../adapters/clock.ts';
import { fingerprint } from '../../adapters/fingerprint.ts';
import type { OpenStore } from '../../adapters/storage/store.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import type { Platform } from '../../src/delivery/platform.ts';
import type { Turn } from '../../src/delivery/turn.ts';
import { turn } from '../delivery/stage.ts';
import { postgresSite, type Site, sqliteSite } from '../storage/site.ts';
import { realBot } from '../support.ts';
import { CHANNELS, storedConversations } from './stored.ts';
import { GOAL_COLUMNS, goal, print, printTable, round } from './table.ts';
import { logLogSlope, median, quantile } from './timing.ts';

const TURNS = 1_000;
const WARM_UP = 200;
const AT_ONCE = 32;
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const SAMPLES = 400;
const SLOPE = 0.15;
const ACK_MS = { p50: 1, p99: 10 };
const TEXTS = [
  'is a container faster to start',
  'compare networking',
  'it needs windows',
  'why?',
  'what is a hypervisor',
];

/** From a turn that is delivered to its card in the hands of a platform that takes it at once. */
interface Way {
  /** Resolves when the card is out, with how long (ms) it took to acknowledge the turn. */
  take(said: Turn): Promise<number>;
  end(): Promise<void>;
}

/** The price of writing all down, and whether it grows with what is stored. */
export async function measureDurable(): Promise<void> {
  const plain = await costs('without a store', withoutStore());
  const stored = [];
  for (const [name, open] of [
    ['SQLite', sqliteSite],
    ['PostgreSQL', postgresSite],
  ] as const) {
    const site = await open();
    const way = withStore(await site.fresh());
    stored.push({ ...(await costs(name, way)), ...(await growth(way, site, name)) });
    await way.end();
    await site.stop();
  }
  printTable(
    `5. A durable turn, from delivered to sent (${TURNS} one after another; processor time of our process with ${AT_ONCE} at once)`,
    ['', 'p50 ms', 'p99 ms', 'processor µs', 'times'],
    [plain, ...stored].map(({ name, times, cpu }) => [
      name,
      round(median(times)),
      round(quantile(times, 0.99)),
      round(cpu),
      round(cpu / plain.cpu),
    ]),
  );
  printTable(
    '   p50 ms of a turn in one of so many stored conversations',
    ['', ...SIZES.map(String)],
    stored.map(({ name, bySize }) => [name, ...bySize.map(round)]),
  );
  printTable(
    '   Goals',
    GOAL_COLUMNS,
    stored.flatMap(({ name, acks, slope }) => [
      goal(`${name}: acknowledged, p50`, median(acks), ACK_MS.p50, 'ms'),
      goal(`${name}: acknowledged, p99`, quantile(acks, 0.99), ACK_MS.p99, 'ms'),
      goal(`${name}: growth of p50 (log-log slope, 0 is flat)`, slope, SLOPE, ''),
    ]),
  );
}

async function costs(name: string, way: Way) {
  const turns = Array.from({ length: WARM_UP + 2 * TURNS }, (_, at) => freshTurn(at));
  for (const said of turns.splice(0, WARM_UP)) await way.take(said);
  const times: number[] = [];
  const acks: number[] = [];
  for (const said of turns.splice(0, TURNS)) {
    const start = performance.now();
    acks.push(await way.take(said));
    times.push(performance.now() - start);
  }
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let said = turns.pop(); said; said = turns.pop()) await way.take(said);
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { name, times, acks, cpu: (user + system) / TURNS };
}

/** The time of a turn that goes on with a conversation, by how many there are. */
async function growth(way: Way, site: Site, name: string) {
  const bySize: number[] = [];
  let stored = 0;
  for (const size of SIZES) {
    for (const statement of storedConversations(stored + 1, size)) await site.run(statement);
    // A server does this by itself after a while.
    if (name === 'PostgreSQL') await site.run('analyze');
    stored = size;
    for (let at = 0; at < SAMPLES / 4; at += 1) await way.take(laterTurn(size, at));
    const taken: number[] = [];
    for (let at = 0; at < SAMPLES; at += 1) {
      const said = laterTurn(size, SAMPLES + at);
      const start = performance.now();
      await way.take(said);
      taken.push(performance.now() - start);
    }
    bySize.push(median(taken));
    print(`  ${name}: ${size} conversations, p50 ${round(median(taken))} ms`);
  }
  return { bySize, slope: logLogSlope(SIZES.map((x, at) => ({ x, y: bySize[at] ?? Number.NaN }))) };
}

let count = 0;

function freshTurn(at: number): Turn {
  count += 1;
  return turn(TEXTS[at % TEXTS.length] ?? '', count, { channel: `N${at % CHANNELS}`, root: String(count) });
}

/** In a conversation picked from all that are stored, in a stride that meets each once. */
function laterTurn(stored: number, at: number): Turn {
  count += 1;
  const picked = 1 + ((at * 7_919) % stored);
  return turn(TEXTS[at % TEXTS.length] ?? '', 2e9 + count, { channel: `C${picked % CHANNELS}`, root: String(picked) });
}

function withoutStore(): Way {
  const { respond } = realBot();
  return {
    async take({ text, speaker }) {
      await Promise.resolve(respond({ text, speaker }));
      return 0;
    },
    end: async () => {},
  };
}

function withStore(store: OpenStore): Way {
  const waiting = new Map<string, () => void>();
  const platform: Platform = {
    pace: 0,
    async send({ post }) {
      waiting.get(post.turn)?.();
      waiting.delete(post.turn);
      return { kind: 'sent', id: post.id };
    },
  };
  const unlimited = { speaker: 1e9, lane: 1e9, tenant: 1e9 };
  const delivery = createDelivery({
    store,
    clock: systemClock,
    instance: 'bench',
    platforms: { test: platform },
    respond: realBot().respond,
    fingerprint,
    observe: (event) => {
      if ('error' in event) throw event.error;
    },
    limits: unlimited,
  });
  delivery.start();
  return {
    async take(asked) {
      const start = performance.now();
      const sent = new Promise<void>((resolve) => void waiting.set(asked.id, resolve));
      await delivery.admit(asked);
      const acknowledged = performance.now() - start;
      await sent;
      return acknowledged;
    },
    end: () => delivery.stop(),
  };
}
