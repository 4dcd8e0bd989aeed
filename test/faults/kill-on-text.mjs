// Loaded before the product with `node --import`: kills the process, as hard as the system can, whenever a run that holds
// the text KILL_ON is about to be stored. The product knows nothing of it.
import Database from 'better-sqlite3';

const prepare = Database.prototype.prepare;

Database.prototype.prepare = function prepareWatched(source) {
  const statement = prepare.call(this, source);
  if (!source.startsWith('INSERT INTO "runs"')) return statement;
  return {
    run: (...values) => {
      if (values.some((value) => Buffer.isBuffer(value) && value.includes(process.env.KILL_ON))) {
        process.kill(process.pid, 'SIGKILL');
      }
      return statement.run(...values);
    },
  };
};
