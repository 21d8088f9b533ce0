import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OpenStore, openStore } from '../../adapters/storage/store.ts';
import type { Found, PostClaim, TurnClaim } from '../../src/delivery/store.ts';
import { post, request, taking, turn } from './said.ts';
import { postgresSite } from './site.ts';

let site: Awaited<ReturnType<typeof postgresSite>>;
let two: OpenStore;
let one: OpenStore;
beforeAll(async () => {
  site = await postgresSite();
  two = await site.again();
}, 60_000);
beforeEach(async () => {
  one = await site.fresh();
});
afterAll(() => site.stop());

const log = { warn: () => undefined };
const inThread = (at: number) => turn(at, { thread: `slack:T1:C1:${at % 7}`, lane: `slack:T1:C${at % 7}` });
const many = Array.from({ length: 70 }, (_, at) => inThread(at));

/** Claims until nothing is left, and works on the claims of one claiming at once. */
async function drain<Claim>(claim: () => Promise<Claim[]>, work: (claim: Claim) => Promise<unknown>): Promise<void> {
  for (let claims = await claim(); claims.length > 0; claims = await claim()) await Promise.all(claims.map(work));
}

test('of two instances that hear the same, one admits each turn', async () => {
  const heard = await Promise.all([one, two, one, two].flatMap((store) => many.map((said) => store.admit(said))));
  expect(heard.filter((outcome) => outcome === 'admitted')).toHaveLength(70);
  expect(heard.filter((outcome) => outcome === 'repeated')).toHaveLength(210);
});

test('two instances work on each turn once, and in order within its thread', async () => {
  await Promise.all(many.map((said) => one.admit(said)));
  const seen = new Map<string, Found[]>();
  const instance = (store: OpenStore, name: string) =>
    drain<TurnClaim>(
      () => store.claimTurns(request(90_000, { instance: name, most: 3 })),
      async (claim) => {
        const found: Found[] = [];
        expect(await store.finish(claim, taking(claim.turn, found), 90_000)).toBe(true);
        seen.set(claim.turn.id, [...(seen.get(claim.turn.id) ?? []), ...found]);
      },
    );
  // Whoever finds nothing stops; the other may still hold the last turn of a thread, so both look again.
  for (let round = 0; round < 3; round += 1) await Promise.all([instance(one, 'one'), instance(two, 'two')]);
  expect(seen.size).toBe(70);
  expect([...seen.values()].every((found) => found.length === 1)).toBe(true);
  const { id } = inThread(63);
  const expected = Array.from({ length: 9 }, (_, index) => `words ${index * 7}`).join('|');
  expect(seen.get(id)?.[0]?.thread?.asker).toBe(expected);
  expect((await one.backlog()).turns).toBe(0);
});

test('two instances that take the same turns as they come in take each once, and a lane sends one post at a time', async () => {
  const seen = new Map<string, number>();
  const sending = new Map<string, number>();
  const take = async (store: OpenStore, name: string, said: (typeof many)[number]): Promise<void> => {
    const counted = (found: Found) => {
      seen.set(said.id, (seen.get(said.id) ?? 0) + 1);
      return taking(said)(found);
    };
    const taken = await store.take(said, counted, request(90_000, { instance: name }));
    if (taken.kind === 'taken')
      for (const { post: sent } of taken.posts) sending.set(sent.lane, (sending.get(sent.lane) ?? 0) + 1);
  };
  await Promise.all(many.flatMap((said) => [take(one, 'one', said), take(two, 'two', said)]));
  expect([seen.size, Math.max(...seen.values())]).toEqual([70, 1]);
  expect([...sending.values()]).toEqual(Array.from({ length: 7 }, () => 1));
  expect(await one.backlog()).toMatchObject({ turns: 0, posts: 70 });
  const found: Found[] = [];
  await one.answer(inThread(77), taking(inThread(77), found));
  expect(found[0]?.thread?.asker.split('|')).toHaveLength(10);
});

test('two instances send each post once, and in order within its lane', async () => {
  // One after another: a lane keeps the order in which its posts were written down, and side by side there is none.
  for (const said of many) await one.post(post(said));
  const sent: string[] = [];
  const instance = (store: OpenStore, name: string) =>
    drain<PostClaim>(
      () => store.claimPosts(request(90_000, { instance: name, most: 3 })),
      async (claim) => {
        sent.push(claim.post.id);
        expect(await store.sent(claim, '1700.1', 0, 90_000)).not.toBe('not-ours');
      },
    );
  for (let round = 0; round < 3; round += 1) await Promise.all([instance(one, 'one'), instance(two, 'two')]);
  expect(sent.toSorted()).toEqual(many.map(({ id }) => `${id}#0`).toSorted());
  const lane = sent.map((id) => Number(/(\d+)#/.exec(id)?.[1])).filter((at) => at % 7 === 0);
  expect(lane).toEqual(lane.toSorted((a, b) => a - b));
});

test('one thread has one writer at a time, also for turns that are answered in their own response', async () => {
  const ats = Array.from({ length: 24 }, (_, at) => at);
  await Promise.all(ats.map((at) => (at % 2 ? one : two).answer(turn(at), taking(turn(at)))));
  const seen: Found[] = [];
  await one.answer(turn(90), taking(turn(90), seen));
  expect(seen[0]?.thread?.asker).toBe(ats.map((at) => `words ${at}`).join('|'));
});

test('an instance that dies is taken over when its lease ends', async () => {
  await one.admit(turn(1));
  await one.post(post(turn(2)));
  await one.claimTurns(request(1_000, { instance: 'dead' }));
  await one.claimPosts(request(1_000, { instance: 'dead' }));
  expect([await two.claimTurns(request(10_999)), await two.claimPosts(request(10_999))]).toEqual([[], []]);
  expect(await two.claimTurns(request(11_000))).toMatchObject([{ attempt: 2 }]);
  expect(await two.claimPosts(request(11_000))).toMatchObject([{ attempt: 2, unsure: true }]);
});

test('many instances may start on an empty database at once', async () => {
  const databaseUrl = await site.server.database();
  const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ databaseUrl, dataDir: '', log })));
  const admitted = await Promise.all(stores.map((store) => store.admit(turn(1))));
  expect(admitted.toSorted()).toEqual(['admitted', 'repeated', 'repeated', 'repeated']);
  for (const store of stores) await store.close();
});

test('connections that the server ends, idle or in use, are opened again', async () => {
  await one.admit(turn(1));
  const pings = () => Promise.allSettled(Array.from({ length: 12 }, () => one.ping()));
  const inUse = pings();
  await site.run(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  for (const outcome of [...(await inUse), ...(await pings())])
    if (outcome.status === 'rejected') expect(outcome.reason.message).toContain('does not answer at 127.0.0.1');
  expect(await one.admit(turn(1))).toBe('repeated');
});

const at = () => new URL(site.url);

test.each<[string, () => string, RegExp]>([
  [
    'is no address',
    () => 'localhost',
    /^DATABASE_URL is no address of a PostgreSQL: write it as postgres:\/\/user:password@host/,
  ],
  ['is of another database', () => 'mysql://me:s3cret@db/x', /^DATABASE_URL is no address of a PostgreSQL/],
  [
    'names a host where nobody listens',
    () => 'postgres://me:s3cret@127.0.0.1:1/x',
    /^PostgreSQL does not answer at 127\.0\.0\.1:1: see/,
  ],
  [
    'names a host that does not exist',
    () => 'postgres://me:s3cret@db.invalid/x',
    /^PostgreSQL does not answer at db\.invalid: see/,
  ],
  [
    'names a database that does not exist',
    () => Object.assign(at(), { pathname: '/none' }).href,
    /has no such database: create it/,
  ],
  [
    'names a user who does not exist',
    () => Object.assign(at(), { username: 'nobody', password: 's3cret' }).href,
    /refuses the user or password of DATABASE_URL$/,
  ],
])('an address that %s is refused in one sentence, without the password', async (_, url, words) => {
  const problem: unknown = await openStore({ databaseUrl: url(), dataDir: '', log }).catch((error: unknown) => error);
  expect(String(problem).replace('Error: ', '')).toMatch(words);
  expect(String(problem)).not.toContain('s3cret');
});

test('a server that is too old is refused, and named', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int(0)), message('Z', Buffer.from('I'))]));
      socket.on('data', () =>
        socket.write(Buffer.concat([row('server_version', '9.6.24'), message('Z', Buffer.from('I'))])),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const databaseUrl = `postgres://me@127.0.0.1:${port}/x`;
  await expect(openStore({ databaseUrl, dataDir: '', log })).rejects.toThrow(
    `PostgreSQL at 127.0.0.1:${port} is version 9.6.24: version 14 or newer is needed`,
  );
  server.close();
});

/** The little of PostgreSQL's protocol that tells its version, https://www.postgresql.org/docs/current/protocol-message-formats.html */
const int = (n: number, bytes = 4) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(n, 0, bytes);
  return buffer;
};
const message = (type: string, body: Buffer) => Buffer.concat([Buffer.from(type), int(body.length + 4), body]);
const row = (name: string, value: string) =>
  Buffer.concat([
    message(
      'T',
      Buffer.concat([int(1, 2), Buffer.from(`${name}\0`), int(0), int(0, 2), int(25), int(-1, 2), int(-1), int(0, 2)]),
    ),
    message('D', Buffer.concat([int(1, 2), int(value.length), Buffer.from(value)])),
    message('C', Buffer.from('SHOW\0')),
  ]);
