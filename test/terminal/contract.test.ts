import { PassThrough } from 'node:stream';
import { speakLines } from '../../adapters/terminal/lines.ts';
import { keepsTheContract } from '../contract/contract.ts';
import { realBot } from '../support.ts';

keepsTheContract(async () => {
  const input = new PassThrough();
  const waiting: ((line: string) => void)[] = [];
  const spoken = speakLines(realBot(), input, (line) => waiting.shift()?.(line));
  return {
    async say(text) {
      const { promise, resolve } = Promise.withResolvers<string>();
      waiting.push(resolve);
      input.write(`${JSON.stringify({ id: '1', conversation: 'one', text })}\n`);
      return { text: JSON.parse(await promise).text, says: undefined };
    },
    async close() {
      input.end();
      await spoken;
    },
  };
});
