export { createIntake, MAIN_CONVERSATION } from './receive.ts';
