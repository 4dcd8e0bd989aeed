import { playRows } from './play.ts';
import * as access from './rows/access.ts';
import * as api from './rows/api.ts';
import * as clocks from './rows/clocks.ts';
import * as crowds from './rows/crowds.ts';
import * as disk from './rows/disk.ts';
import * as kills from './rows/kills.ts';
import * as oldStores from './rows/old-stores.ts';
import * as soak from './rows/soak.ts';
import * as tampered from './rows/tampered.ts';

const rows = [access, api, clocks, crowds, disk, kills, oldStores, soak, tampered].flatMap((group) =>
  Object.values(group),
);
playRows(rows.toSorted((one, other) => one.row - other.row));
