import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callFrom, createQueue, judgedAnswer, write } from './calls.ts';
import { judgedEvent } from './events.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { type Call, judged } from './judge.ts';
import { type Answer, answerIn, createGuild, type Guild } from './rest.ts';

/** What a call does instead of what it would; `hang` does not end until it is mended, `reset` breaks the connection, `after` answers so although it was done. */
type Fault = Answer | 'hang' | 'reset' | { after: Answer | 'reset' };
type FaultOf = (call: Call) => Fault | undefined;

export interface Stub {
  /** The address of the API. */
  api: string;
  gateway: Gateway;
  guild: Guild;
  calls: Call[];
  /** Everything that Discord's description or our rules find wrong, in what came and in what we answered. */
  problems: string[];
  /** From now on decides first what a call does, until it is mended. */
  fault(of: FaultOf): void;
  mend(): void;
  /** The next call like that, of those not taken yet. */
  next(method: string, path: RegExp): Promise<Call>;
  stop(): Promise<void>;
}

/**
 * Discord on loopback: a gateway and an API that hold every byte against Discord's own description.
 * @param judging off where time is measured
 */
export async function startStub(judging = true): Promise<Stub> {
  const calls: Call[] = [];
  const problems: string[] = [];
  const faults: FaultOf[] = [];
  const hung: ServerResponse[] = [];
  const queue = createQueue();
  const server = createServer((request, response) => void serve(request, response));
  const address = await addressOf(server);
  const url = `ws://${address}`;
  const guild = createGuild(url);
  const note = (found: () => string[]): void => {
    if (judging) problems.push(...found());
  };
  const gateway = createGateway(server, url, (type, data) => note(() => judgedEvent(type, data)));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await callFrom(request);
    calls.push(call);
    note(() => judged(call));
    const fault = faults.map((of) => of(call)).find((found) => found !== undefined);
    const answer = answerWith(
      fault,
      () => answerIn(guild, call),
      (given) => note(() => judgedAnswer(call, given)),
    );
    if (answer === 'hang') hung.push(response);
    else if (answer === 'reset') request.socket.resetAndDestroy();
    else write(response, answer);
    queue.add(call);
  }

  return {
    api: `http://${address}/api`,
    gateway,
    guild,
    calls,
    problems,
    fault: (of) => void faults.unshift(of),
    mend() {
      faults.splice(0);
      for (const response of hung.splice(0)) response.destroy();
    },
    next: queue.next,
    stop: () => end(server, gateway),
  };
}

/** What is answered in place of what would be. @param judge is told both */
function answerWith(fault: Fault | undefined, due: () => Answer, judge: (answer: Answer) => void) {
  if (fault === 'hang' || fault === 'reset') return fault;
  const given = fault && 'status' in fault ? fault : due();
  const last = fault && 'after' in fault ? fault.after : given;
  for (const answer of new Set([given, last])) if (answer !== 'reset') judge(answer);
  return last;
}

async function addressOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function end(server: Server, gateway: Gateway): Promise<void> {
  gateway.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
