import type { Json } from '../../kernel/index.ts';
