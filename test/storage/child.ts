import { createSeal } from '../../adapters/storage/sealed.ts';
import { createSqlite } from '../../adapters/storage/sqlite.ts';
import { openSqlite } from '../../adapters/storage/sqlite-file.ts';
import { fileIn, storeOver } from '../../adapters/storage/store.ts';
import { request, turn } from './said.ts';

/** A process of its own that opens the store, to be killed: it holds it, or kills itself when it has sealed so many secrets anew. */
const [dataDir = '', keyring = '', most = '0'] = process.argv.slice(2);
const seal = createSeal(keyring);
let sealed = 0;
const engine = await createSqlite(openSqlite(fileIn(dataDir)));
const store = await storeOver(
  engine,
  {
    ...seal,
    close: (secret, place) => {
      sealed += 1;
      if (sealed > Number(most)) process.kill(process.pid, 'SIGKILL');
      return seal.close(secret, place);
    },
  },
  { warn: () => undefined },
);
if (Number(most) > 0) await store.rotateKeys();
await store.admit(turn(1));
await store.claimTurns(request(1_000));
process.stdout.write('open\n');
setInterval(() => undefined, 1_000);
