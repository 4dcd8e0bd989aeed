import { playRows } from './play.ts';
import * as access from './rows/access.ts';
import * as api from './rows/api.ts';
import * as kills from './rows/kills.ts';

const rows = [access, api, kills].flatMap((group) => Object.values(group));
playRows(rows.toSorted((one, other) => one.row - other.row));
