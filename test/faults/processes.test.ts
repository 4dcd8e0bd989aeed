import { playRows } from './play.ts';
import * as kills from './rows/kills.ts';

const rows = [kills].flatMap((group) => Object.values(group));
playRows(rows.toSorted((one, other) => one.row - other.row));
