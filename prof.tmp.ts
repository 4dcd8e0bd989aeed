import { createHarness } from './test/integration/harness.ts';
import { openSqliteStore } from './adapters/store/sqlite/index.ts';
import { collections } from './src/app/parts.ts';
import { mkdtempSync } from 'node:fs';
const store: any = await openSqliteStore({ home: mkdtempSync('/tmp/ms-'), collections, migrations: [] }); store.all = () => [];
const m = await createHarness({ store });
async function turn(i: number) { const { eventId } = await m.intake.message({ text: `Add customer Person ${i}`, via: 't', conversation: 'c' + (i % 50) }); await m.orchestrator.settled(eventId); }
for (let i = 0; i < 300; i++) await turn(i);
const c0 = process.cpuUsage(); const t0 = performance.now();
for (let i = 0; i < 1000; i++) await turn(1000 + i);
const c = process.cpuUsage(c0);
console.log('cpu ms/turn', (c.user + c.system) / 1e6, 'wall', (performance.now() - t0) / 1000);
process.exit(0);
