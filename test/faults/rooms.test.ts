import { playRows } from './play.ts';
import * as books from './rows/books.ts';
import * as cards from './rows/cards.ts';
import * as jobs from './rows/jobs.ts';
import * as log from './rows/log.ts';
import * as owners from './rows/owners.ts';
import * as texts from './rows/texts.ts';
import * as time from './rows/time.ts';

const rows = [books, cards, jobs, log, owners, texts, time].flatMap((group) => Object.values(group));
playRows(rows.toSorted((one, other) => one.row - other.row));
