import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callFrom, createQueue, judgedAnswer, write } from './calls.ts';
import { judgedEvent } from './events.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { type Call, judged } from './judge.ts';
import { type Answer, answerIn, createGuild, type Guild } from './rest.ts';

/** What a call does instead of what it would; `hang` never ends, `after` answers so although it was done. */
type Fault = Answer | 'hang' | { after: Answer };
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
  const queue = createQueue();
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const guild = createGuild(`ws://${address}`);
  const gateway = createGateway(
    server,
    () => `ws://${address}`,
    (type, data) => {
      if (judging) problems.push(...judgedEvent(type, data));
    },
  );

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await callFrom(request);
    calls.push(call);
    if (judging) problems.push(...judged(call));
    const fault = faults.map((of) => of(call)).find((found) => found !== undefined);
    if (fault !== 'hang') write(response, answerWith(call, fault));
    queue.add(call);
  }

  function answerWith(call: Call, fault: Exclude<Fault, 'hang'> | undefined): Answer {
    const given = fault && 'status' in fault ? fault : answerIn(guild, call);
    const last = fault && 'after' in fault ? fault.after : given;
    if (judging) problems.push(...[...new Set([given, last])].flatMap((answer) => judgedAnswer(call, answer)));
    return last;
  }

  return {
    api: `http://${address}/api`,
    gateway,
    guild,
    calls,
    problems,
    fault: (of) => void faults.unshift(of),
    mend: () => void faults.splice(0),
    next: queue.next,
    async stop() {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
