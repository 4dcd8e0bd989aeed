#!/usr/bin/env node
import { runCommandLine } from './app/index.ts';

await runCommandLine(process.argv);
