// Loaded before the product with `node --import`: kills the process, as hard as the system can, right before or
// right after its Nth commit reached the disk. The product knows nothing of it.
import Database from 'better-sqlite3';

const [when, count] = (process.env.KILL_AT ?? '').split(':');
const prepare = Database.prototype.prepare;
let commits = 0;

Database.prototype.prepare = function prepareWatched(source) {
  const statement = prepare.call(this, source);
  if (source !== 'COMMIT') return statement;
  return {
    run: () => {
      commits += 1;
      if (when === 'before' && commits === Number(count)) process.kill(process.pid, 'SIGKILL');
      const result = statement.run();
      if (when === 'after' && commits === Number(count)) process.kill(process.pid, 'SIGKILL');
      return result;
    },
  };
};
